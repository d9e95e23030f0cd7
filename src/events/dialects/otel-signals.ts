import type {LogEvent} from '../event.ts';
import {throughputOf} from '../event-draft.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect, Reading} from './dialect.ts';
import {objectsAt, plainRecord} from './otel.ts';
import {fieldsAt, listAt, textAt, valueAt} from './pick.ts';

const failed = 2; // STATUS_CODE_ERROR

/**
Traces in OTLP/JSON: a span is an attempt of what has its name in its service, and failed where its status says so. A
call of another service often goes by the same name as what the other does, so it has an arrow: `shop → GET` and
`stock: GET`. Its trace is the batch.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
*/
export const otelTraces: Dialect = {
	name: 'otel-traces',
	markers: ['resourceSpans'],
	decidedBy: [],
	matches: fields => Array.isArray(valueAt(fields, 'resourceSpans')),
	read: (fields, common, reading) => {
		const spans = recordsIn(fields, 'resourceSpans', 'scopeSpans', 'spans').map(({record, around}) => spanEvent(record, around, reading));
		return spans.length > 0 ? spans : [common];
	},
};

/** Metrics in OTLP/JSON: each data point is an event with the metric's name, and its attributes and value as fields. */
export const otelMetrics: Dialect = {
	name: 'otel-metrics',
	markers: ['resourceMetrics'],
	decidedBy: [],
	matches: fields => Array.isArray(valueAt(fields, 'resourceMetrics')),
	read: (fields, common, reading) => {
		const points = recordsIn(fields, 'resourceMetrics', 'scopeMetrics', 'metrics').flatMap(({record, around}) =>
			pointEvents(record, around, reading),
		);
		return points.length > 0 ? points : [common];
	},
};

type Found = {readonly record: Fields; readonly around: readonly unknown[]};

function recordsIn(fields: Fields, resources: string, scopes: string, records: string): readonly Found[] {
	return objectsAt(fields, resources).flatMap(resource => {
		const ofResource = listAt(fieldsAt(resource, 'resource'), 'attributes');
		return objectsAt(resource, scopes).flatMap(scope => {
			const around = [...ofResource, ...listAt(fieldsAt(scope, 'scope'), 'attributes')];
			return objectsAt(scope, records).map(record => ({record, around}));
		});
	});
}

function spanEvent(span: Fields, around: readonly unknown[], reading: Reading): LogEvent {
	const plain = plainRecord(span, around);
	const common = reading.common(plain);
	const status = fieldsAt(span, 'status');
	const hasFailed = valueAt(status, 'code') === failed || valueAt(status, 'code') === 'STATUS_CODE_ERROR';
	const [start, end] = [timeNs(span, 'startTimeUnixNano'), timeNs(span, 'endTimeUnixNano')];
	const event: LogEvent = {
		...common,
		kind: hasFailed ? 'stage_failed' : 'stage_completed',
		timeMs: reading.time(valueAt(span, 'endTimeUnixNano')) ?? reading.time(valueAt(span, 'startTimeUnixNano')) ?? common.timeMs,
		level: hasFailed ? 'error' : (common.level ?? 'info'),
		component: stageOf(span, plain) ?? common.component,
		event: textAt(span, 'name') ?? common.event,
		batch: textAt(span, 'traceId') ?? common.batch,
		elapsedMs: start === undefined || end === undefined || end < start ? undefined : Number(end - start) / 1e6,
		reason: hasFailed ? (textAt(status, 'message') ?? exceptionOf(span) ?? common.reason) : common.reason,
	};
	return {...event, throughputRps: throughputOf(event)};
}

/** CLIENT and PRODUCER */
const callsOut: ReadonlySet<unknown> = new Set([3, 4, 'SPAN_KIND_CLIENT', 'SPAN_KIND_PRODUCER']);

function stageOf(span: Fields, plain: Fields): string | undefined {
	const name = textAt(span, 'name');
	const service = textAt(plain, 'service.name');
	if (name === undefined || service === undefined || service.startsWith('unknown_service')) {
		return name;
	}
	return callsOut.has(valueAt(span, 'kind')) ? `${service} → ${name}` : `${service}: ${name}`;
}

/** Nanoseconds are more than a number holds. */
function timeNs(fields: Fields, key: string): bigint | undefined {
	const text = String(valueAt(fields, key));
	return /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

function exceptionOf(span: Fields): string | undefined {
	for (const event of objectsAt(span, 'events')) {
		const said = plainRecord(event, []);
		const message = textAt(said, 'exception.message') ?? textAt(said, 'exception.type');
		if (message !== undefined) {
			return message;
		}
	}
	return undefined;
}

const pointLists = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'];

function pointEvents(metric: Fields, around: readonly unknown[], reading: Reading): readonly LogEvent[] {
	const name = textAt(metric, 'name');
	return pointLists
		.flatMap(list => listAt(fieldsAt(metric, list), 'dataPoints'))
		.filter(isFields)
		.map(point => {
			const value = numberOf(point);
			const fields = {...plainRecord(point, around), metric: name, unit: textAt(metric, 'unit'), value};
			const common = reading.common(fields);
			return {
				...common,
				kind: 'other',
				timeMs: reading.time(valueAt(point, 'timeUnixNano')) ?? common.timeMs,
				event: name === undefined ? common.event : [name, value].filter(part => part !== undefined).join(' '),
				fields,
			};
		});
}

/** A whole number may be a text, and is negative in a gauge of what can be. */
function numberOf(point: Fields): number | undefined {
	const written = ['asInt', 'asDouble', 'sum', 'count']
		.map(key => valueAt(point, key))
		.find(value => value !== undefined && value !== null);
	const value = typeof written === 'string' && written !== '' ? Number(written) : written;
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
