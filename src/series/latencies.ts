import {LatencyArena} from './latency-arena.ts';
import {binOf} from './latency-bins.ts';
import {Timeline, type Usage} from './timeline.ts';

const maxCost = 2 ** 20; // some 12 MB
const layout = {stride: 2, combine: () => {}} as const; // slot, offset in the arena; two slots become one in #refill alone

/**
The latency histograms of all rows, one for each row and slot of time. A slot is one bucket; where that takes too much memory over all rows, every slot doubles, again
and again. How wide they end depends on what was added alone, not on its order.
*/
export class Latencies {
	#arena = new LatencyArena();
	#usage: Usage = {entries: 0};
	readonly #rows: LatencyRow[] = [];
	/** Buckets in a slot. */
	#width = 1;

	createRow(): LatencyRow {
		const row = {slots: new Timeline(layout, this.#usage)};
		this.#rows.push(row);
		return row;
	}

	add(row: LatencyRow, bucket: number, elapsedMs: number): void {
		this.#count(row, Math.floor(bucket / this.#width), binOf(elapsedMs), 1);
		this.#fit();
	}

	/** The step of the buckets has doubled. */
	halve(): void {
		if (this.#width > 1) {
			this.#width /= 2;
		} else {
			this.#refill(2);
		}
	}

	/** Adds the histograms of pairs of rows: of this and of another one with the same step of buckets. */
	merge(other: Latencies, pairs: Iterable<readonly [LatencyRow, LatencyRow]>): void {
		this.#widenTo(other.#width);
		other.#widenTo(this.#width);
		for (const [mine, theirs] of pairs) {
			for (let index = 0; index < theirs.slots.size; index++) {
				const slot = theirs.slots.bucketAt(index);
				other.#arena.each(theirs.slots.get(index, 1), (bin, count) => this.#count(mine, slot, bin, count));
			}
		}

		this.#fit();
	}

	/** Adds to `counts` (by bin) what a row has in the slots that start in `(after, through]`, buckets both. */
	collect(row: LatencyRow, after: number, through: number, counts: Float64Array): void {
		const end = row.slots.countThrough(Math.floor(through / this.#width));
		for (let index = row.slots.countThrough(Math.floor(after / this.#width)); index < end; index++) {
			this.#arena.each(row.slots.get(index, 1), (bin, count) => {
				counts[bin] = (counts[bin] ?? 0) + count;
			});
		}
	}

	#count(row: LatencyRow, slot: number, bin: number, count: number): void {
		const at = row.slots.at(slot) + 1;
		row.slots.cells[at] = this.#arena.add(row.slots.cells[at] ?? 0, bin, count);
	}

	#fit(): void {
		while (this.#arena.entries + this.#usage.entries > maxCost) {
			this.#widenTo(this.#width * 2);
		}
	}

	#widenTo(width: number): void {
		if (width > this.#width) {
			this.#refill(width / this.#width);
			this.#width = width;
		}
	}

	#refill(factor: number): void {
		const arena = this.#arena;
		this.#arena = new LatencyArena();
		this.#usage = {entries: 0};
		for (const row of this.#rows) {
			const {slots} = row;
			row.slots = new Timeline(layout, this.#usage);
			for (let index = 0; index < slots.size; index++) {
				const slot = Math.floor(slots.bucketAt(index) / factor);
				arena.each(slots.get(index, 1), (bin, count) => this.#count(row, slot, bin, count));
			}
		}
	}
}

/** The slots of one row. */
export type LatencyRow = {slots: Timeline};
