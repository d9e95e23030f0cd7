import type {ScannedEvent} from '../events/scan/scanned-event.ts';
import * as layout from '../wasm/layout.ts';
import {loadWasm} from '../wasm/load-wasm.ts';
import type {Batches} from './batches/batches.ts';
import {shortName} from './parts/short-text.ts';
import type {Stages, WorkRow} from './stages.ts';
import type {Tally} from './tally.ts';
import {noteVisit} from './visits.ts';

/** See add-rows.as.ts. */
type Exports = {
	addRows(from: number, to: number, firstPlace: number, stepMs: number, timeMs: number): number;
	countRuns(): number;
};

/** Where the rows are added. */
export type SummedSeries = {
	readonly tally: Tally;
	readonly stages: Stages;
	readonly batches: Batches;
	readonly stepMs: number;
	readonly bucketOf: (ms: number) => number;
};

const noBucket = Number.NaN;

/**
Adds up the rows of one scanner in the scanner's memory. The buckets they fall into are copied there, and back before
anyone else looks at them.
*/
export class RowSums {
	readonly #event: ScannedEvent;
	readonly #series: SummedSeries;
	readonly #numbers: Float64Array;
	readonly #codes: Int32Array;
	readonly #bins: Uint16Array;
	readonly #exports: Exports | undefined;
	/** By their numbers in the memory. */
	#works: Array<WorkRow | undefined> = [undefined];
	/** Those with an open bucket. */
	#openWorks: number[] = [];
	#generation: object;

	constructor(event: ScannedEvent, series: SummedSeries) {
		const {buffer} = event.memory;
		this.#event = event;
		this.#series = series;
		this.#numbers = new Float64Array(buffer);
		this.#codes = new Int32Array(buffer);
		this.#bins = new Uint16Array(buffer);
		this.#generation = event.texts.generation;
		this.#numbers[layout.tallyAt / 8] = noBucket;
		const exports = loadWasm('add-rows.wasm', {env: {memory: event.memory}, 'buckets.as': this.#imports});
		this.#exports = exports !== undefined && isSums(exports) ? exports : undefined;
	}

	/** The times of the rows added last: the earliest, the latest, and the one for a next row without a time. */
	get earliestMs(): number {
		return this.#numbers[layout.earliestMsAt / 8] ?? Number.NaN;
	}

	get latestMs(): number {
		return this.#numbers[layout.latestMsAt / 8] ?? Number.NaN;
	}

	get lastMs(): number {
		return this.#numbers[layout.lastMsAt / 8] ?? Number.NaN;
	}

	/**
	Adds the rows from `from` on, up to the first unusual one.

	@param firstPlace - Of the first row.
	@param timeMs - For rows without a time.
	@returns The row that was not added, or `to`.
	*/
	add(from: number, to: number, firstPlace: number, timeMs: number): number {
		if (this.#exports === undefined) {
			return from;
		}
		this.#forgetOtherTexts();
		const end = this.#exports.addRows(from, to, firstPlace, this.#series.stepMs, timeMs);
		if (end > from) {
			this.#closeTally();
			for (const number of this.#openWorks) {
				this.#closeWork(number);
			}
			this.#openWorks = [];
			this.#addRuns(this.#exports.countRuns(), firstPlace - from);
		}
		return end;
	}

	get #imports(): object {
		return {
			openTally: (bucket: number) => this.#openTally(bucket),
			openWork: (work: number, bucket: number) => this.#openWork(work, bucket),
			workOf: (component: number, host: number) => this.#workOf(component, host),
			noteFirst: (work: number, row: number, ms: number, place: number) => this.#noteFirst(work, row, ms, place),
		};
	}

	/** The works are keyed by text, so they are invalid once the scanner has started another dictionary. */
	#forgetOtherTexts(): void {
		const {generation} = this.#event.texts;
		if (generation !== this.#generation) {
			this.#generation = generation;
			this.#codes.fill(0, layout.knownWorksAt / 4, layout.knownWorksAt / 4 + layout.knownWorksSize * 2);
		}
	}

	#openTally(bucket: number): void {
		this.#closeTally();
		const {timeline} = this.#series.tally;
		const at = timeline.at(bucket); // may replace `cells`
		copy(timeline.cells, at, this.#numbers, layout.tallyAt / 8, layout.tallyColumns);
	}

	#closeTally(): void {
		const place = layout.tallyAt / 8;
		const bucket = this.#numbers[place] ?? noBucket;
		if (!Number.isNaN(bucket)) {
			const {timeline} = this.#series.tally;
			const at = timeline.at(bucket);
			copy(this.#numbers, place, timeline.cells, at, layout.tallyColumns);
			this.#numbers[place] = noBucket;
		}
	}

	#workOf(component: number, host: number): number {
		const {stages} = this.#series;
		const name = this.#event.texts.at(component);
		if (!stages.table.holds(name)) {
			return 0;
		}
		const row = stages.table.row(name, host === 0 ? '' : this.#event.texts.at(host));
		const known = this.#works.indexOf(row);
		if (known !== -1 || this.#works.length === layout.maxWorks) {
			return Math.max(0, known);
		}
		const number = this.#works.push(row) - 1;
		this.#keepFirst(number, row);
		return number;
	}

	#noteFirst(number: number, index: number, ms: number, place: number): void {
		const row = this.#works[number];
		if (row !== undefined) {
			this.#event.moveTo(index);
			this.#series.stages.noteFirst(row, this.#event, ms, place);
			this.#keepFirst(number, row);
		}
	}

	#keepFirst(number: number, {firstMs, firstPlace}: WorkRow): void {
		const at = layout.worksAt + number * layout.workBytes;
		this.#numbers[(at + layout.firstMsAt) / 8] = firstMs;
		this.#numbers[(at + layout.firstPlaceAt) / 8] = firstPlace;
	}

	#openWork(number: number, bucket: number): void {
		const row = this.#works[number];
		if (row === undefined) {
			return;
		}
		const at = layout.worksAt + number * layout.workBytes;
		if (this.#codes[(at + layout.isOpenAt) / 4] === 0) {
			this.#openWorks.push(number);
		} else {
			this.#closeWork(number);
		}
		this.#codes[(at + layout.isOpenAt) / 4] = 1;
		const start = row.work.at(bucket);
		copy(row.work.cells, start, this.#numbers, at / 8, layout.workColumns);
	}

	#closeWork(number: number): void {
		const row = this.#works[number];
		if (row === undefined) {
			return;
		}
		const at = layout.worksAt + number * layout.workBytes;
		const bucket = this.#numbers[at / 8] ?? 0;
		const start = row.work.at(bucket);
		const before = row.work.cells[start + layout.completionsColumn] ?? 0;
		copy(this.#numbers, at / 8, row.work.cells, start, layout.workColumns);
		row.completions += (row.work.cells[start + layout.completionsColumn] ?? 0) - before;
		const bins = (layout.binsAt + number * layout.maxBins * 2) / 2;
		const count = this.#codes[(at + layout.binCountAt) / 4] ?? 0;
		for (let index = 0; index < count; index++) {
			this.#series.stages.latencies.add(row.latencies, bucket, this.#bins[bins + index] ?? 0);
		}
		this.#codes[(at + layout.binCountAt) / 4] = 0;
		this.#codes[(at + layout.isOpenAt) / 4] = 0;
	}

	/** @param placeBefore - Of row 0. */
	#addRuns(count: number, placeBefore: number): void {
		const {batches, bucketOf} = this.#series;
		for (let run = 0; run < count; run++) {
			const at = layout.runsAt + run * layout.runBytes;
			const number = this.#numbers[(at + layout.runNumberAt) / 8] ?? Number.NaN;
			const text = this.#codes[(at + layout.runTextAt) / 4] ?? 0;
			const ms = this.#numbers[(at + layout.runMsAt) / 8] ?? 0;
			const place = this.#numbers[(at + layout.runPlaceAt) / 8] ?? 0;
			const lowestRps = this.#numbers[(at + layout.runRpsAt) / 8] ?? Number.NaN;
			const from = this.#codes[(at + layout.runFromAt) / 4] ?? 0;
			if (text === 0 && Number.isNaN(number)) {
				this.#event.moveTo(from);
				const {component = '', host = ''} = this.#event;
				batches.add(undefined, component, host, ms, place, Number.isNaN(lowestRps) ? undefined : lowestRps, bucketOf);
				continue;
			}
			const bucket = this.#numbers[(at + layout.runBucketAt) / 8] ?? 0;
			const visits = batches.addRun(text === 0 ? number : this.#event.texts.at(text), ms, place, bucket, lowestRps, bucketOf);
			for (let row = from; visits !== undefined && row < (this.#codes[(at + layout.runToAt) / 4] ?? 0); row++) {
				this.#event.moveTo(row);
				const {kind, component = '', timeMs = 0} = this.#event;
				if (kind === 'stage_completed') {
					noteVisit(visits, shortName(component), timeMs, placeBefore + row);
				}
			}
		}
	}
}

function copy(from: Float64Array, at: number, to: Float64Array, place: number, count: number): void {
	for (let index = 0; index < count; index++) {
		to[place + index] = from[at + index] ?? 0;
	}
}

function isSums(exports: object): exports is Exports {
	return ['addRows', 'countRuns'].every(name => name in exports);
}
