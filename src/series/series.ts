import type {LinePlace, LogEvent} from '../events/event.ts';
import type {ScannedEvent} from '../events/scan/scanned-event.ts';
import type {Alert} from './alerts.ts';
import {packPlace} from './parts/log-position.ts';
import {RowSums} from './row-sums.ts';
import {type PartsData, SeriesParts} from './series-parts.ts';
import {tally} from './tally.ts';

const finestStepMs = 1000;
const maxEntries = 12 * 65_536; // 12 rows of 18 hours of seconds, about 95 MB
const maxTimeMs = 8.64e15; // the limit of a Date

export type SeriesData = PartsData & {
	readonly stepMs: number;
	readonly revision: number;
	readonly fromMs: number;
	readonly toMs: number;
};

/**
The fold of a log: every event is added to the bucket of its time. A bucket is 1 s at first. When a log fills more
buckets than the memory limit allows, the step doubles, repeatedly if needed. The final step depends only on what was
added, never on its order, so merging the series of two halves gives the series of one pass.
*/
export class Series extends SeriesParts {
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
		this.#fromMs = Math.min(this.#fromMs, ms);
		this.#toMs = Math.max(this.#toMs, ms);
		this.#revision++;
		this.addEvent(event, ms, spot, this.bucketOf);
		this.#fit();
	}

	/** Adds lines that are no events. */
	addTexts(timeMs: number, counts: {readonly lines: number; readonly notUnderstood: number}): void {
		this.texts.add(this.bucketOf(Math.abs(timeMs) <= maxTimeMs ? timeMs : (this.toMs ?? 0)), counts);
		this.#revision++;
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
			...this.toPartsData(),
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
		this.mergeParts(right, linesBefore, this.bucketOf);
		this.#revision += right.revision;
		this.#fit();
	}

	#fit(): void {
		while (this.usage.entries > maxEntries) {
			this.coarsenTo(this.#stepMs * 2);
		}
	}

	/** Makes the buckets at least this long. */
	coarsenTo(stepMs: number): void {
		while (this.#stepMs < stepMs) {
			this.#stepMs *= 2;
			this.halveParts();
		}
	}
}

function coarsened(data: SeriesData, stepMs: number): SeriesData {
	const series = new Series();
	series.merge(data);
	series.coarsenTo(stepMs);
	return series.toData();
}
