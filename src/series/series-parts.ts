import type {LogEvent} from '../events/event.ts';
import {levelOfCrash} from '../events/lines/crash.ts';
import {Alerts} from './alerts.ts';
import {Batches} from './batches/batches.ts';
import {Caches} from './caches.ts';
import {Circuits} from './circuits/circuits.ts';
import {HealthReports, healthClaimOf} from './health-reports.ts';
import {Outcomes} from './outcomes.ts';
import type {Usage} from './parts/timeline.ts';
import {Signatures} from './signatures.ts';
import {Stages} from './stages.ts';
import {Tally} from './tally.ts';
import {Texts} from './texts.ts';
import {Troubles, trouble} from './troubles.ts';

type BucketOf = (ms: number) => number;

/** What a series must be able to do to be one of several. */
type Part = {
	toData(): unknown;
	merge(right: never, linesBefore: number, bucketOf: BucketOf): void;
	halve?(): void;
};

type PartName = {[Name in keyof SeriesParts]: SeriesParts[Name] extends Part ? Name : never}[keyof SeriesParts];
export type PartsData = {readonly [Name in PartName]: ReturnType<SeriesParts[Name]['toData']>};

/**
Which series there are, and which kinds of events are added to which. A field here is all that merging, coarsening and
sending a series to another thread take.
*/
export class SeriesParts {
	protected readonly usage: Usage = {entries: 0};
	readonly tally = new Tally(this.usage);
	readonly stages = new Stages(this.usage);
	/** Errors and retries by component. */
	readonly troubles = new Troubles(this.usage);
	readonly outcomes = new Outcomes(this.usage);
	readonly circuits = new Circuits();
	/** Retries by circuit. */
	readonly circuitRetries = new Troubles(this.usage);
	readonly caches = new Caches(this.usage);
	readonly batches = new Batches(this.tally);
	readonly reports = new HealthReports(this.usage);
	readonly alerts = new Alerts(this.usage);
	readonly signatures = new Signatures();
	readonly texts = new Texts(this.usage);

	/** Whether the contents depend on the order of the lines, and thus on earlier lines too. */
	get isOrderBound(): boolean {
		const {stages, troubles, outcomes, circuits, circuitRetries, caches, signatures} = this;
		const tables = [stages, troubles, outcomes, circuits, circuitRetries, caches, signatures];
		return (
			this.batches.isOrderBound || this.reports.isFull || stages.isFull || circuits.isBounded || tables.some(({table}) => table.isFull)
		);
	}

	/** @param spot - The place of its line. */
	protected addEvent(event: LogEvent, ms: number, spot: number, bucketOf: BucketOf): void {
		const bucket = bucketOf(ms);
		this.tally.add(bucket, ms, spot, event.level, event.kind === 'alert');
		this.#addKind(event, ms, spot, bucket, bucketOf);
		if (event.component !== undefined && isError(event)) {
			this.troubles.add(trouble.errors, event.component, event.host ?? '', ms, spot, bucket);
		}
		if (isCrash(event)) {
			this.outcomes.addRun('crash', ms, spot, bucket);
		}
	}

	protected toPartsData(): PartsData {
		return Object.fromEntries(this.#parts().map(([name, part]) => [name, part.toData()])) as PartsData;
	}

	protected mergeParts(right: PartsData, linesBefore: number, bucketOf: BucketOf): void {
		for (const [name, part] of this.#parts()) {
			part.merge(right[name] as never, linesBefore, bucketOf);
		}
	}

	/** Two buckets become one. */
	protected halveParts(): void {
		for (const [, part] of this.#parts()) {
			part.halve?.();
		}
	}

	#parts(): ReadonlyArray<readonly [PartName, Part]> {
		return Object.entries(this).filter((entry): entry is [PartName, Part] => Object(entry[1]).toData !== undefined);
	}

	#addKind(event: LogEvent, ms: number, spot: number, bucket: number, bucketOf: BucketOf): void {
		switch (event.kind) {
			case 'stage_completed':
			case 'stage_failed': {
				const stage = event.component ?? '(unnamed)';
				if (event.kind === 'stage_failed') {
					this.outcomes.addFailure(stage, ms, spot, bucket);
				}
				const rps = this.stages.add(stage, event, ms, spot, bucket);
				this.batches.add(event.batch, stage, event.host ?? '', ms, spot, rps, bucketOf);
				break;
			}

			case 'stage_started':
			case 'stage_progress':
				if (event.component !== undefined) {
					this.stages.addProgress(event.component, event, ms, spot, bucket);
				}
				break;
			case 'circuit_state_change':
				this.circuits.add(event, ms, spot);
				break;
			case 'retry':
				this.#addRetry(event, ms, spot, bucket);
				break;
			case 'cache_stats':
				this.caches.add(event, ms, spot, bucket);
				break;
			case 'cache_lookup':
				this.caches.addLookups(event, bucket);
				break;
			case 'pipeline_health':
				this.#addReport(event, ms, spot, bucket);
				break;
			case 'stage_described':
			case 'pipeline_described':
				this.signatures.add(event, ms, spot);
				break;
			case 'alert':
				this.alerts.add(event, ms, spot);
				break;
			case 'run_completed':
			case 'run_failed':
				this.outcomes.addRun(event.kind, ms, spot, bucket);
				break;
			case 'run_started':
			case 'failure_detail':
			case 'other':
				break;
			default:
				event.kind satisfies never;
		}
	}

	#addRetry(event: LogEvent, ms: number, spot: number, bucket: number): void {
		if (event.component !== undefined) {
			this.troubles.add(trouble.retries, event.component, event.host ?? '', ms, spot, bucket);
		}

		if (event.circuitName !== undefined) {
			this.circuits.addRetry(event.circuitName, event.component, ms);
			this.circuitRetries.add(trouble.retries, event.circuitName, '', ms, spot, bucket);
		}
	}

	#addReport(event: LogEvent, ms: number, spot: number, bucket: number): void {
		const {claim, hitRates} = healthClaimOf(event, ms, spot);
		this.reports.add(claim, bucket);
		for (const [name, hitRate] of hitRates) {
			this.caches.addReported(name, hitRate, ms, spot, bucket);
		}
	}
}

/** A circuit that opens protects a stage, whatever the level of its event. */
function isError({kind, level}: LogEvent): boolean {
	return (
		kind === 'stage_failed' || (kind !== 'circuit_state_change' && kind !== 'failure_detail' && (level === 'error' || level === 'fatal'))
	);
}

/** Whether a program can end with it. */
function isCrash({level, event}: LogEvent): boolean {
	return level === 'fatal' || (level === 'error' && event !== undefined && levelOfCrash(event) !== undefined);
}
