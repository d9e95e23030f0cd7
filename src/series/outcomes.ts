import {isNotBefore} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';
import {stageLimits} from './stages.ts';

/** The cells of a bucket: how many ended so, and the time and place of the first and the newest. A place of 0 means none. */
export const outcome = {count: 1, lastMs: 2, lastPlace: 3, firstMs: 4, firstPlace: 5} as const;

const layout = {
	stride: 6,
	places: [outcome.lastPlace, outcome.firstPlace],
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		into[at + outcome.count] = (into[at + outcome.count] ?? 0) + (from[of + outcome.count] ?? 0);
		noteLast(into, at, from[of + outcome.lastMs] ?? 0, from[of + outcome.lastPlace] ?? 0);
		noteFirst(into, at, from[of + outcome.firstMs] ?? 0, from[of + outcome.firstPlace] ?? 0);
	},
} as const;

/** How a run may end: the log says so, or crashed. */
const runEnds = ['run_completed', 'run_failed', 'crash'] as const;
export type RunEnd = (typeof runEnds)[number];

export type OutcomesData = {readonly stages: NameTableData<TimelineData>; readonly runs: ReadonlyMap<RunEnd, TimelineData>};

/** What failed: attempts of stages by name, whole runs, and the program itself. */
export class Outcomes {
	readonly table: NameTable<Timeline>;
	readonly runs: ReadonlyMap<RunEnd, Timeline>;

	constructor(usage: Usage) {
		this.table = new NameTable({names: stageLimits.names, hosts: 1}, () => new Timeline(layout, usage));
		this.runs = new Map(runEnds.map(end => [end, new Timeline(layout, usage)]));
	}

	addFailure(stage: string, ms: number, place: number, bucket: number): void {
		add(this.table.row(stage, ''), ms, place, bucket);
	}

	addRun(end: RunEnd, ms: number, place: number, bucket: number): void {
		const row = this.runs.get(end);
		if (row !== undefined) {
			add(row, ms, place, bucket);
		}
	}

	toData(): OutcomesData {
		return {
			stages: this.table.toData(row => row.toData()),
			runs: new Map([...this.runs].map(([end, row]) => [end, row.toData()])),
		};
	}

	merge({stages, runs}: OutcomesData, linesBefore: number): void {
		this.table.merge(stages, (mine, theirs) => mine.merge(theirs, linesBefore));
		for (const [end, theirs] of runs) {
			this.runs.get(end)?.merge(theirs, linesBefore);
		}
	}

	halve(): void {
		this.table.each(row => row.halve());
		for (const row of this.runs.values()) {
			row.halve();
		}
	}
}

function add(row: Timeline, ms: number, place: number, bucket: number): void {
	const at = row.at(bucket);
	row.cells[at + outcome.count] = (row.cells[at + outcome.count] ?? 0) + 1;
	noteLast(row.cells, at, ms, place);
	noteFirst(row.cells, at, ms, place);
}

function noteLast(cells: Float64Array, at: number, ms: number, place: number): void {
	const known = cells[at + outcome.lastPlace] ?? 0;
	if (place !== 0 && (known === 0 || isNotBefore(ms, place, cells[at + outcome.lastMs] ?? 0, known))) {
		cells[at + outcome.lastMs] = ms;
		cells[at + outcome.lastPlace] = place;
	}
}

function noteFirst(cells: Float64Array, at: number, ms: number, place: number): void {
	const known = cells[at + outcome.firstPlace] ?? 0;
	if (place !== 0 && (known === 0 || !isNotBefore(ms, place, cells[at + outcome.firstMs] ?? 0, known))) {
		cells[at + outcome.firstMs] = ms;
		cells[at + outcome.firstPlace] = place;
	}
}
