import {isNotBefore} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

/** The cells of a bucket: how many, and the time and place of the first one. A place of 0 means none. */
export const trouble = {errors: 1, retries: 2, firstErrorMs: 3, firstErrorPlace: 4, firstRetryMs: 5, firstRetryPlace: 6} as const;

const firstOf = {[trouble.errors]: trouble.firstErrorMs, [trouble.retries]: trouble.firstRetryMs} as const;

const layout = {
	stride: 7,
	places: [trouble.firstErrorPlace, trouble.firstRetryPlace],
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		for (const column of [trouble.errors, trouble.retries]) {
			into[at + column] = (into[at + column] ?? 0) + (from[of + column] ?? 0);
			const first = firstOf[column];
			noteFirst(into, at + first, from[of + first] ?? 0, from[of + first + 1] ?? 0);
		}
	},
} as const;

/**
Errors and retries by name and host. They are kept for every component, because it may become known as a stage only
later. Names over the limit are counted under `other`.
*/
export class Troubles {
	readonly table: NameTable<Timeline>;

	constructor(usage: Usage) {
		this.table = new NameTable({names: 1000, hosts: 64}, () => new Timeline(layout, usage));
	}

	add(column: keyof typeof firstOf, name: string, host: string, ms: number, place: number, bucket: number): void {
		const row = this.table.row(name, host);
		const at = row.at(bucket);
		row.cells[at + column] = (row.cells[at + column] ?? 0) + 1;
		noteFirst(row.cells, at + firstOf[column], ms, place);
	}

	toData(): NameTableData<TimelineData> {
		return this.table.toData(row => row.toData());
	}

	merge(right: NameTableData<TimelineData>, linesBefore: number): void {
		this.table.merge(right, (mine, theirs) => mine.merge(theirs, linesBefore));
	}

	halve(): void {
		this.table.each(row => row.halve());
	}
}

/** @param at - Of the time. The place follows it. */
function noteFirst(cells: Float64Array, at: number, ms: number, place: number): void {
	const known = cells[at + 1] ?? 0;
	if (place !== 0 && (known === 0 || !isNotBefore(ms, place, cells[at] ?? 0, known))) {
		cells[at] = ms;
		cells[at + 1] = place;
	}
}
