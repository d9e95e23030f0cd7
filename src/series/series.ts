import type {LinePlace, LogEvent} from '../events/event.ts';
import type {ScannedEvent} from '../events/scan/scanned-event.ts';
import {type Alert, Alerts, type AlertsData} from './alerts.ts';
import {Batches, type BatchesData} from './batches/batches.ts';
import {Caches, type CachesData} from './caches.ts';
import {Circuits, type CircuitsData} from './circuits/circuits.ts';
import {HealthReports, healthClaimOf, type ReportsData} from './health-reports.ts';
import {packPlace} from './parts/log-position.ts';
import type {NameTableData} from './parts/name-table.ts';
import type {TimelineData, Usage} from './parts/timeline.ts';
import {RowSums} from './row-sums.ts';
import {Signatures, type SignaturesData} from './signatures.ts';
import {Stages, type StagesData} from './stages.ts';
import {Tally, tally} from './tally.ts';
import {Troubles, trouble} from './troubles.ts';

const finestStepMs = 1000;
const maxEntries = 12 * 65_536; // 12 rows of 18 hours of seconds, about 95 MB
const maxTimeMs = 8.64e15; // the limit of a Date

export type SeriesData = {
	readonly stepMs: number;
	readonly revision: number;
	readonly fromMs: number;
	readonly toMs: number;
	readonly tally: TimelineData;
	readonly stages: StagesData;
	readonly troubles: NameTableData<TimelineData>;
	readonly circuits: CircuitsData;
	readonly circuitRetries: NameTableData<TimelineData>;
	readonly caches: CachesData;
	readonly batches: BatchesData;
	readonly reports: ReportsData;
	readonly alerts: AlertsData;
	readonly signatures: SignaturesData;
};

/**
The fold of a log: every event is added to the bucket of its time. A bucket is 1 s at first. When a log fills more
buckets than the memory limit allows, the step doubles, repeatedly if needed. The final step depends only on what was
added, never on its order, so merging the series of two halves gives the series of one pass.
*/
export class Series {
	readonly #usage: Usage = {entries: 0};
	readonly tally = new Tally(this.#usage);
	readonly stages = new Stages(this.#usage);
	/** Errors and retries by component. */
	readonly troubles = new Troubles(this.#usage);
	readonly circuits = new Circuits();
	/** Retries by circuit. */
	readonly circuitRetries = new Troubles(this.#usage);
	readonly caches = new Caches(this.#usage);
	readonly batches = new Batches(this.tally);
	readonly reports = new HealthReports(this.#usage);
	readonly alerts = new Alerts(this.#usage);
	readonly signatures = new Signatures();
	/** By the scanner whose rows are added. */
	readonly #sums = new WeakMap<ScannedEvent, RowSums>();
	#stepMs = finestStepMs;
	#revision = 0;
	#fromMs = Number.POSITIVE_INFINITY;
	#toMs = Number.NEGATIVE_INFINITY;

	/** Changes with each change of the series. Anything derived under the same revision is still valid. */
	get revision(): number {
		return this.#revision;
	}

	/** Milliseconds in a bucket: 1000 times a power of two. */
	get stepMs(): number {
		return this.#stepMs;
	}

	/** Time of the first event. `undefined` before there is one. */
	get fromMs(): number | undefined {
		return this.#fromMs === Number.POSITIVE_INFINITY ? undefined : this.#fromMs;
	}

	/** Time of the last event. `undefined` before there is one. */
	get toMs(): number | undefined {
		return this.#toMs === Number.NEGATIVE_INFINITY ? undefined : this.#toMs;
	}

	/** The bucket of a time: an integer, aligned to the epoch. */
	readonly bucketOf = (ms: number): number => Math.floor(ms / this.#stepMs);

	/**
	Adds an event.

	@param timeMs - Its effective time: its own, or one taken from the lines around it, or 0 if the whole log has none.
	*/
	add(event: LogEvent, timeMs: number, place: LinePlace): void {
		this.#addAt(event, Math.abs(timeMs) <= maxTimeMs ? timeMs : (this.toMs ?? 0), packPlace(place));
	}

	/**
	Adds the events of consecutive scanned lines of a file. The result is the same as adding each one, but the usual
	ones are added up in the scanner's memory.

	@param event - Is moved to rows in `[from, to)`.
	@param place - Of the first line.
	@param timeMs - The time of the lines before, for lines without one.
	*/
	addRows(event: ScannedEvent, from: number, to: number, place: LinePlace, timeMs: number): void {
		const placeBefore = packPlace(place) - from;
		const sums = this.#sumsOf(event);
		let lastMs = Math.abs(timeMs) <= maxTimeMs ? timeMs : (this.toMs ?? 0);
		for (let row = from; row < to; row++) {
			const start = row;
			row = sums.add(row, to, placeBefore + row, lastMs);
			if (row > start) {
				lastMs = sums.lastMs;
				this.#fromMs = Math.min(this.#fromMs, sums.earliestMs);
				this.#toMs = Math.max(this.#toMs, sums.latestMs);
				this.#revision += row - start;
				this.#fit();
			}
			if (row < to) {
				event.moveTo(row);
				lastMs = event.timeMs ?? lastMs;
				this.#addAt(event, lastMs, placeBefore + row);
			}
		}
	}

	#sumsOf(event: ScannedEvent): RowSums {
		let sums = this.#sums.get(event);
		if (sums === undefined) {
			sums = new RowSums(event, this);
			this.#sums.set(event, sums);
		}
		return sums;
	}

	#addAt(event: LogEvent, ms: number, spot: number): void {
		const bucket = this.bucketOf(ms);
		this.#fromMs = Math.min(this.#fromMs, ms);
		this.#toMs = Math.max(this.#toMs, ms);
		this.tally.add(bucket, ms, spot, event.level, event.kind === 'alert');
		this.#revision++;
		this.#addKind(event, ms, spot, bucket);
		if (event.component !== undefined && (event.kind === 'stage_failed' || event.level === 'error' || event.level === 'fatal')) {
			this.troubles.add(trouble.errors, event.component, event.host ?? '', ms, spot, bucket);
		}

		this.#fit();
	}

	/** Adds what a rule reports. It is not an event. */
	addRuleAlert(alert: Alert): void {
		this.alerts.addRule(alert, this.bucketOf(alert.ms));
		this.#revision++;
		this.#fit();
	}

	/** The alerts in the buckets `(after, through]`: the log's own, plus how often rules became true. */
	alertsIn(after: number, through: number): number {
		return this.tally.timeline.sum(tally.alerts, after, through) + this.alerts.firedIn(after, through);
	}

	/** Whether the contents depend on the order of the lines, and thus on earlier lines too. */
	get isOrderBound(): boolean {
		const {stages, troubles, circuits, circuitRetries, caches, signatures} = this;
		const tables = [stages, troubles, circuits, circuitRetries, caches, signatures];
		return (
			this.batches.isOrderBound || this.reports.isFull || stages.isFull || circuits.isBounded || tables.some(({table}) => table.isFull)
		);
	}

	/** Whether merging a later part of the log gives the series of one pass. The part must not be order-bound. */
	mayMerge({batches}: SeriesData): boolean {
		return this.batches.mayMerge(batches);
	}

	/**
	Everything as plain data, to send to another thread and merge there. It shares memory with the series, so don't use
	the series afterwards.
	*/
	toData(): SeriesData {
		return {
			stepMs: this.#stepMs,
			revision: this.#revision,
			fromMs: this.#fromMs,
			toMs: this.#toMs,
			tally: this.tally.timeline.toData(),
			stages: this.stages.toData(),
			troubles: this.troubles.toData(),
			circuits: this.circuits.toData(),
			circuitRetries: this.circuitRetries.toData(),
			caches: this.caches.toData(),
			batches: this.batches.toData(),
			reports: this.reports.toData(),
			alerts: this.alerts.toData(),
			signatures: this.signatures.toData(),
		};
	}

	/**
	Adds another series. If both are parts of one log, the other one has the later lines.

	@param linesBefore - Added to the other's line numbers, in case it counted from the start of its part of a file.
	*/
	merge(right: SeriesData, linesBefore = 0): void {
		this.coarsenTo(right.stepMs);
		if (right.stepMs < this.#stepMs) {
			this.merge(coarsened(right, this.#stepMs), linesBefore);
			return;
		}

		this.#fromMs = Math.min(this.#fromMs, right.fromMs);
		this.#toMs = Math.max(this.#toMs, right.toMs);
		this.tally.timeline.merge(right.tally, linesBefore);
		this.stages.merge(right.stages, linesBefore);
		this.troubles.merge(right.troubles, linesBefore);
		this.circuits.merge(right.circuits, linesBefore);
		this.circuitRetries.merge(right.circuitRetries, linesBefore);
		this.caches.merge(right.caches, linesBefore);
		this.batches.merge(right.batches, linesBefore, this.bucketOf);
		this.reports.merge(right.reports, linesBefore);
		this.alerts.merge(right.alerts, linesBefore);
		this.signatures.merge(right.signatures, linesBefore);
		this.#revision += right.revision;
		this.#fit();
	}

	#addKind(event: LogEvent, ms: number, spot: number, bucket: number): void {
		switch (event.kind) {
			case 'stage_completed':
			case 'stage_failed': {
				const stage = event.component ?? '(unnamed)';
				const rps = this.stages.add(stage, event, ms, spot, bucket);
				this.batches.add(event.batch, stage, event.host ?? '', ms, spot, rps, this.bucketOf);
				break;
			}

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
			case 'other':
				break;
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

	#fit(): void {
		while (this.#usage.entries > maxEntries) {
			this.coarsenTo(this.#stepMs * 2);
		}
	}

	/** Makes the buckets at least this long. */
	coarsenTo(stepMs: number): void {
		while (this.#stepMs < stepMs) {
			this.#stepMs *= 2;
			this.tally.timeline.halve();
			this.stages.halve();
			this.troubles.halve();
			this.circuitRetries.halve();
			this.caches.halve();
			this.alerts.halve();
			this.batches.halve();
			this.reports.timeline.halve();
		}
	}
}

function coarsened(data: SeriesData, stepMs: number): SeriesData {
	const series = new Series();
	series.merge(data);
	series.coarsenTo(stepMs);
	return series.toData();
}
