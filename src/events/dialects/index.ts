import type {Fields} from '../fields.ts';
import {accessLogs} from './access.ts';
import {accessText} from './access-text.ts';
import {airbyte} from './airbyte.ts';
import {airflow, airflowText} from './airflow.ts';
import {argo} from './argo.ts';
import {bullmq} from './bullmq.ts';
import {bunyan} from './bunyan.ts';
import {celery} from './celery.ts';
import {circuits, circuitTexts} from './circuits.ts';
import {clef} from './clef.ts';
import {cloudflare} from './cloudflare.ts';
import {dagster} from './dagster.ts';
import {dbt} from './dbt.ts';
import type {Dialect} from './dialect.ts';
import {docker} from './docker.ts';
import {ecs} from './ecs.ts';
import {elasticsearch} from './elasticsearch.ts';
import {fastify} from './fastify.ts';
import {flink, flinkText} from './flink.ts';
import {fluentBit} from './fluent-bit.ts';
import {githubEvents} from './github-events.ts';
import {goTest} from './go-test.ts';
import {gobreaker} from './gobreaker.ts';
import {hystrix} from './hystrix.ts';
import {journald} from './journald.ts';
import {k8sAudit} from './k8s-audit.ts';
import {kafkaConnect, kafkaConnectText} from './kafka-connect.ts';
import {lambda, lambdaText} from './lambda.ts';
import {logstash} from './logstash.ts';
import {loguru} from './loguru.ts';
import {luigi} from './luigi.ts';
import {meltano} from './meltano.ts';
import {mongodb} from './mongodb.ts';
import {nifi} from './nifi.ts';
import {oban} from './oban.ts';
import {otel} from './otel.ts';
import {otelCollector} from './otel-collector.ts';
import {otelMetrics, otelTraces} from './otel-signals.ts';
import {pino} from './pino.ts';
import {plain} from './plain.ts';
import {polly} from './polly.ts';
import {prefect} from './prefect.ts';
import {python} from './python.ts';
import {redpanda} from './redpanda.ts';
import {resilience4j} from './resilience4j.ts';
import {rq} from './rq.ts';
import {sidekiq} from './sidekiq.ts';
import {singer} from './singer.ts';
import {singerMetrics} from './singer-metrics.ts';
import {slog} from './slog.ts';
import {spark} from './spark.ts';
import {stepFunctions} from './step-functions.ts';
import {structlog} from './structlog.ts';
import {suricata} from './suricata.ts';
import {temporal} from './temporal.ts';
import {terraform} from './terraform.ts';
import {tracing} from './tracing.ts';
import {vector, vectorInternalLogs, vectorMetrics} from './vector.ts';
import {zap} from './zap.ts';
import {zeek} from './zeek.ts';

/** In the order of asking: a narrower test comes before the more general one. */
export const dialects: readonly Dialect[] = [
	docker,
	otel,
	otelTraces,
	otelMetrics,
	journald,
	clef,
	spark,
	hystrix,
	resilience4j,
	gobreaker,
	polly,
	circuits,
	goTest,
	sidekiq,
	mongodb,
	oban,
	bullmq,
	prefect,
	dagster,
	temporal,
	stepFunctions,
	lambda,
	loguru,
	suricata,
	terraform,
	zeek,
	githubEvents,
	fastify,
	...accessLogs,
	argo,
	lambdaText,
	circuitTexts,
	accessText,
	flinkText,
	kafkaConnectText,
	airflowText,
	celery,
	luigi,
	nifi,
	fluentBit,
	rq,
	airbyte,
	singer,
	singerMetrics,
	meltano,
	cloudflare,
	k8sAudit,
	dbt,
	redpanda,
	logstash,
	vector,
	vectorInternalLogs,
	vectorMetrics,
	otelCollector,
	elasticsearch,
	flink,
	kafkaConnect,
	tracing,
	airflow,
	bunyan,
	ecs,
	python,
	slog,
	pino,
	zap,
	structlog,
	plain,
];

/** The values of `--dialect`. */
export const dialectNames: readonly string[] = dialects.map(({name}) => name);

export function dialectNamed(name: string): Dialect | undefined {
	return dialects.find(dialect => dialect.name === name);
}

/** Whether its events may say things that are not literally in the line, and that the common aliases would not read. */
const reads = ({read, rules = []}: Dialect): boolean => read !== undefined || rules.length > 0;

/** The names of such dialects. */
export const readingDialects: ReadonlySet<string> = new Set(dialects.filter(reads).map(({name}) => name));

/** Keys of objects that the common aliases alone may misread. */
export const readingMarkers: ReadonlySet<string> = new Set(
	dialects.filter(dialect => reads(dialect) || dialect === docker).flatMap(({markers}) => markers),
);

/** Keys of objects whose durations may not be milliseconds when they have no unit. */
export const durationMarkers: ReadonlySet<string> = new Set(
	dialects.flatMap(({bareDurationMs, markers}) => (bareDurationMs === undefined ? [] : markers)),
);

/** The bit of the user's own rules. */
export const ruleBit = 1 << 30;

export const dockerBit = 1;
/** From here on, the bits of dialects that are asked for each object. */
const firstAskedBit = 25;
const askedBits = 5;

/**
The bit of each dialect. Docker has its own. Others share bits only with their kind: an object that a shared bit
nominates for nothing costs a look at its keys, and the fast ones must not pay for those that are asked each time.
*/
const bits = newBits();

/** For each marker, the bits of the dialects that it nominates. */
export const markerBits: ReadonlyMap<string, number> = newMarkerBits();

/** The first nominated dialect that matches the object. */
export function chooseDialect(nominated: number, fields: Fields): Dialect | undefined {
	return dialects.find((dialect, index) => (nominated & (bits[index] ?? 0)) !== 0 && hasMarker(dialect, fields) && dialect.matches(fields));
}

function hasMarker({markers}: Dialect, fields: Fields): boolean {
	return markers.some(marker => Object.hasOwn(fields, marker));
}

/** The keys whose values help to choose a dialect. Apart from these only the object's shape counts. */
export const decidingKeys: ReadonlySet<string> = new Set(dialects.flatMap(({decidedBy}) => decidedBy ?? []));

/** Bits of what must be asked for each object. */
const unshapedBits = dialects.reduce((all, {decidedBy}, index) => all | (decidedBy === undefined ? (bits[index] ?? 0) : 0), ruleBit);

/**
The dialect of all objects of a shape: its index, or `undefined` for none. `reads` when it overrides the common aliases
or must be asked for each object.
*/
export type DialectChoice = number | 'reads' | undefined;

export function choiceForShape(nominated: number, fields: Fields): DialectChoice {
	const dialect = chooseDialect(nominated, fields);
	if ((nominated & unshapedBits) !== 0 || dialect === docker) {
		return 'reads';
	}
	return dialect && choiceOf(dialect);
}

export function choiceOf(dialect: Dialect): DialectChoice {
	return reads(dialect) ? 'reads' : dialects.indexOf(dialect);
}

/** By the index of the dialect. */
export const bareDurations: readonly number[] = dialects.map(({bareDurationMs}) => bareDurationMs ?? 1);

function newBits(): readonly number[] {
	let shaped = 0;
	let asked = 0;
	return dialects.map(dialect => {
		if (dialect === docker) {
			return dockerBit;
		}
		return 1 << (dialect.decidedBy === undefined ? firstAskedBit + (asked++ % askedBits) : 1 + (shaped++ % (firstAskedBit - 1)));
	});
}

function newMarkerBits(): Map<string, number> {
	const markers = new Map<string, number>();
	for (const [index, dialect] of dialects.entries()) {
		for (const marker of dialect.markers) {
			markers.set(marker, (markers.get(marker) ?? 0) | (bits[index] ?? 0));
		}
	}
	return markers;
}
