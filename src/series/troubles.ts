import {NameTable} from './name-table.ts';
import {Timeline, type Usage} from './timeline.ts';

/** The numbers kept of each bucket. */
export const trouble = {errors: 1, retries: 2} as const;

const layout = {
	stride: 3,
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		for (const column of [trouble.errors, trouble.retries]) {
			into[at + column] = (into[at + column] ?? 0) + (from[of + column] ?? 0);
		}
	},
} as const;

/**
Errors and retries by name and host. They are kept of every component, stage or not: that it is a stage may only be known later. Over the limit of names they are
counted under `other`.
*/
export class Troubles {
	readonly table: NameTable<Timeline>;

	constructor(usage: Usage) {
		this.table = new NameTable({names: 1000, hosts: 64}, () => new Timeline(layout, usage));
	}

	add(column: (typeof trouble)[keyof typeof trouble], name: string, host: string, bucket: number): void {
		const row = this.table.row(name, host);
		const at = row.at(bucket) + column;
		row.cells[at] = (row.cells[at] ?? 0) + 1;
	}

	merge(right: Troubles): void {
		right.table.each((row, name, host) => this.table.row(name, host).merge(row));
	}

	halve(): void {
		this.table.each(row => row.halve());
	}
}
