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
			const {slots} = mine;
			this.#usage.entries -= slots.size;
			mine.slots = new Timeline(layout, this.#usage);
			let index = 0;
			for (let next = 0; next < theirs.slots.size; next++) {
				const slot = theirs.slots.bucketAt(next);
				index = this.#copy(slots, index, slot, mine.slots);
				other.#arena.each(theirs.slots.get(next, 1), (bin, count) => this.#count(mine, slot, bin, count));
			}

			this.#copy(slots, index, Number.POSITIVE_INFINITY, mine.slots);
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

	/** Takes the slots over, in order, from entry `index` through a slot; returns the entry after them. */
	#copy(from: Timeline, index: number, through: number, into: Timeline): number {
		let next = index;
		for (; next < from.size && from.bucketAt(next) <= through; next++) {
			const at = into.at(from.bucketAt(next)); // may put the cells elsewhere
			into.cells[at + 1] = from.get(next, 1);
		}

		return next;
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
		this.#arena = new LatencyArena(arena.words);
		this.#usage = {entries: 0};
		for (const row of this.#rows) {
			const {slots} = row;
			row.slots = new Timeline(layout, this.#usage);
			for (let index = 0; index < slots.size; index++) {
				const slot = Math.floor(slots.bucketAt(index) / factor);
				const at = row.slots.at(slot) + 1;
				if (row.slots.cells[at] === 0) {
					row.slots.cells[at] = this.#arena.copy(arena, slots.get(index, 1));
				} else {
					arena.each(slots.get(index, 1), (bin, count) => this.#count(row, slot, bin, count));
				}
			}
		}
	}
}

/** The slots of one row. */
export type LatencyRow = {slots: Timeline};
