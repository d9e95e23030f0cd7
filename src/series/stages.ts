import type {LogEvent} from '../events/event.ts';
import {recordsOfWork} from '../events/event-draft.ts';
import * as columns from '../wasm/layout.ts';
import {Latencies, type LatenciesData, type LatencyRow} from './latencies/latencies.ts';
import {binOf} from './latencies/latency-bins.ts';
import {isNotBefore, placeAfter} from './parts/log-position.ts';
import {NameTable, type NameTableData, otherName} from './parts/name-table.ts';
import {Names} from './parts/names.ts';
import {amount, rateOf} from './parts/sane-numbers.ts';
import {shortName} from './parts/short-text.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

/**
The cells of a row's bucket. `completions` to `timed` are sums. The `last...` cells belong to the last completion with a
known throughput, or else to the last one.
*/
export const work = {
	completions: columns.completionsColumn,
	recordsIn: columns.recordsInColumn,
	recordsOut: columns.recordsOutColumn,
	elapsedMs: columns.elapsedColumn,
	/**
	Sums over completions that have both records in and records out. A ratio of sums only counts events that have both
	sides.
	*/
	passIn: columns.passInColumn,
	passOut: columns.passOutColumn,
	/** Sums over completions that have both records in and a duration. */
	rateIn: columns.rateInColumn,
	rateMs: columns.rateMsColumn,
	/** How many have records in, and how many have a duration. */
	counted: columns.countedColumn,
	timed: columns.timedColumn,
	maxElapsedMs: columns.maxElapsedColumn,
	/** 0 when nothing completed. */
	lastPlace: columns.lastPlaceColumn,
	lastMs: columns.lastMsColumn,
	/** NaN when it is unknown. */
	lastRps: columns.lastRpsColumn,
} as const;

const layout = {stride: columns.workColumns, places: [work.lastPlace], combine: combineWork} as const;
/** A run of dbt has thousands of models. */
export const stageLimits = {names: 4096, hosts: 64, later: {after: 200, hosts: 4}} as const;
const maxOtherNames = 4096;
const maxFields = 32;
const maxFieldNames = 4096;

/** The work of one stage on one host. */
export type WorkRow = {
	readonly work: Timeline;
	readonly latencies: LatencyRow;
	/** Over the whole log. */
	completions: number;
	/** Its first event. */
	firstMs: number;
	firstPlace: number;
	/** The field names of that event. */
	fields: readonly string[];
};

type WorkRowData = Readonly<Omit<WorkRow, 'work' | 'latencies'>> & {readonly work: TimelineData; readonly latencies: TimelineData};

export type StagesData = {
	readonly rows: NameTableData<WorkRowData>;
	readonly latencies: LatenciesData;
	readonly otherNames: ReadonlyMap<string, number>;
};

/**
What the stages did, one row per stage and host. A failure only marks its bucket as one with activity of the stage.
*/
export class Stages {
	readonly table: NameTable<WorkRow>;
	readonly latencies = new Latencies();
	/** When each name counted under `other` was first seen. Limited in number. */
	readonly otherNames = new Map<string, number>();
	readonly #fieldNames = new Names(maxFieldNames);

	constructor(usage: Usage) {
		this.table = new NameTable(stageLimits, () => ({
			work: new Timeline(layout, usage),
			latencies: this.latencies.createRow(),
			completions: 0,
			firstMs: Number.POSITIVE_INFINITY,
			firstPlace: 0,
			fields: [],
		}));
	}

	/** @returns The throughput, if the event has one. */
	add(name: string, event: LogEvent, ms: number, place: number, bucket: number): number | undefined {
		const row = this.#rowOf(name, event, ms, place);
		if (event.kind === 'stage_failed') {
			row.work.at(bucket);
			return undefined;
		}
		return this.#complete(row, event, ms, place, bucket);
	}

	/** Adds an event of work that is not done yet: no attempt, but its records count. */
	addProgress(name: string, event: LogEvent, ms: number, place: number, bucket: number): void {
		const {work: timeline} = this.#rowOf(name, event, ms, place);
		const at = timeline.at(bucket);
		const recordsIn = amount(event.recordsIn);
		if (recordsIn !== undefined) {
			addTo(timeline.cells, at + work.counted, 1);
			addTo(timeline.cells, at + work.recordsIn, recordsIn);
		}
		addTo(timeline.cells, at + work.recordsOut, amount(event.recordsOut) ?? 0);
	}

	#rowOf(name: string, event: LogEvent, ms: number, place: number): WorkRow {
		if (!this.table.holds(name)) {
			this.#noteOther(name, ms);
		}
		const row = this.table.row(name, event.host ?? '');
		this.noteFirst(row, event, ms, place);
		return row;
	}

	/** Notes an event that may be the first of a row. */
	noteFirst(row: WorkRow, event: LogEvent, ms: number, place: number): void {
		if (!isNotBefore(ms, place, row.firstMs, row.firstPlace)) {
			row.firstMs = ms;
			row.firstPlace = place;
			row.fields = this.#fieldsOf(Object.keys(event.fields));
		}
	}

	/** Whether field names share a number. */
	get isFull(): boolean {
		return this.#fieldNames.isFull;
	}

	toData(): StagesData {
		const latencies = this.latencies.toData();
		return {
			rows: this.table.toData(row => ({...row, work: row.work.toData(), latencies: row.latencies.slots.toData()})),
			latencies,
			otherNames: this.otherNames,
		};
	}

	merge(right: StagesData, linesBefore: number): void {
		const pairs: Array<[LatencyRow, TimelineData]> = [];
		for (const [name, ms] of right.otherNames) {
			this.#noteOther(name, ms);
		}

		for (const [name, hosts] of right.rows) {
			for (const {firstMs} of this.table.holds(name) ? [] : hosts.values()) {
				this.#noteOther(name, firstMs);
			}

			this.table.merge(new Map([[name, hosts]]), (mine, theirs) => {
				const firstPlace = placeAfter(theirs.firstPlace, linesBefore);
				mine.work.merge(theirs.work, linesBefore);
				mine.completions += theirs.completions;
				pairs.push([mine.latencies, theirs.latencies]);
				if (!isNotBefore(theirs.firstMs, firstPlace, mine.firstMs, mine.firstPlace)) {
					mine.firstMs = theirs.firstMs;
					mine.firstPlace = firstPlace;
					mine.fields = this.#fieldsOf(theirs.fields);
				}
			});
		}

		this.latencies.merge(right.latencies, pairs);
	}

	halve(): void {
		this.table.each(row => row.work.halve());
		this.latencies.halve();
	}

	#complete(row: WorkRow, event: LogEvent, ms: number, place: number, bucket: number): number | undefined {
		const recordsIn = amount(event.recordsIn);
		const recordsOut = amount(event.recordsOut);
		const elapsedMs = amount(event.elapsedMs);
		const rps = amount(event.throughputRps) ?? rateOf(recordsOfWork(recordsIn, recordsOut), elapsedMs);
		const at = row.work.at(bucket);
		const {cells} = row.work;
		addTo(cells, at + work.completions, 1);
		if (recordsIn !== undefined) {
			addTo(cells, at + work.counted, 1);
			addTo(cells, at + work.recordsIn, recordsIn);
		}
		if (recordsOut !== undefined) {
			addTo(cells, at + work.recordsOut, recordsOut);
		}
		if (recordsIn !== undefined && recordsOut !== undefined) {
			addTo(cells, at + work.passIn, recordsIn);
			addTo(cells, at + work.passOut, recordsOut);
		}
		if (recordsIn !== undefined && elapsedMs !== undefined) {
			addTo(cells, at + work.rateIn, recordsIn);
			addTo(cells, at + work.rateMs, elapsedMs);
		}
		row.completions++;
		if (elapsedMs !== undefined) {
			addTo(cells, at + work.timed, 1);
			addTo(cells, at + work.elapsedMs, elapsedMs);
			cells[at + work.maxElapsedMs] = Math.max(cells[at + work.maxElapsedMs] ?? 0, elapsedMs);
			this.latencies.add(row.latencies, bucket, binOf(elapsedMs));
		}

		if (isNewLast(cells, at, rps === undefined, ms, place)) {
			cells[at + work.lastPlace] = place;
			cells[at + work.lastMs] = ms;
			cells[at + work.lastRps] = rps ?? Number.NaN;
		}

		return rps;
	}

	/** Interned: the same name is one text in all rows. */
	#fieldsOf(names: readonly string[]): readonly string[] {
		return names.slice(0, maxFields).map(name => this.#fieldNames.all[this.#fieldNames.numberOf(name)] ?? '');
	}

	#noteOther(longName: string, ms: number): void {
		const name = shortName(longName);
		const known = this.otherNames.get(name);
		if (name !== otherName && (known !== undefined ? ms < known : this.otherNames.size < maxOtherNames)) {
			this.otherNames.set(name, ms);
		}
	}
}

function combineWork(into: Float64Array, at: number, from: Float64Array, of: number): void {
	for (let column: number = work.completions; column <= work.timed; column++) {
		addTo(into, at + column, from[of + column] ?? 0);
	}

	into[at + work.maxElapsedMs] = Math.max(into[at + work.maxElapsedMs] ?? 0, from[of + work.maxElapsedMs] ?? 0);
	const place = from[of + work.lastPlace] ?? 0;
	if (place !== 0 && isNewLast(into, at, Number.isNaN(from[of + work.lastRps]), from[of + work.lastMs] ?? 0, place)) {
		for (let column = work.lastPlace; column <= work.lastRps; column++) {
			into[at + column] = from[of + column] ?? Number.NaN;
		}
	}
}

function isNewLast(cells: Float64Array, at: number, isRateUnknown: boolean, ms: number, place: number): boolean {
	const lastPlace = cells[at + work.lastPlace] ?? 0;
	if (lastPlace === 0) {
		return true;
	}

	const wasUnknown = Number.isNaN(cells[at + work.lastRps]);
	return wasUnknown === isRateUnknown ? isNotBefore(ms, place, cells[at + work.lastMs] ?? 0, lastPlace) : wasUnknown;
}

function addTo(cells: Float64Array, index: number, value: number): void {
	cells[index] = (cells[index] ?? 0) + value;
}
