import {Timeline, type TimelineData, type Usage} from '../parts/timeline.ts';
import type {BinCounts} from './bin-counts.ts';
import {LatencyArena} from './latency-arena.ts';
import {binCount} from './latency-bins.ts';

const maxCost = 2 ** 20; // some 12 MB
const maxWaiting = 512;
const layout = {stride: 2, combine: () => {}} as const; // slot, offset in the arena; two slots become one in #refill alone

/** The histograms of one row, one for each slot of time. */
export type LatencyRow = {
	slots: Timeline;
	/** Bins of the newest durations, all of `waitingSlot`, in the order they came. */
	waiting: Uint16Array;
	waitingCount: number;
	waitingSlot: number;
};

export type LatenciesData = {readonly width: number; readonly words: Uint32Array<ArrayBuffer>};

/**
The latency histograms of all rows, one for each row and slot of time. A slot is one bucket; where that takes too much memory over all rows, every slot doubles, again
and again. How wide they end depends on what was added alone, not on its order. Durations wait in their row until the slot changes, and are then added all at once.
*/
export class Latencies {
	#arena = new LatencyArena();
	#usage: Usage = {entries: 0};
	readonly #rows: LatencyRow[] = [];
	readonly #pairs = new Uint32Array(maxWaiting * 2);
	/** By bin; all 0 but while pairs are made. */
	readonly #counts = new Uint16Array(binCount);
	/** Buckets in a slot. */
	#width = 1;

	createRow(): LatencyRow {
		const row = {slots: new Timeline(layout, this.#usage), waiting: new Uint16Array(16), waitingCount: 0, waitingSlot: 0};
		this.#rows.push(row);
		return row;
	}

	/** @param bin - Of the duration. */
	add(row: LatencyRow, bucket: number, bin: number): void {
		const slot = this.#width === 1 ? bucket : Math.floor(bucket / this.#width);
		if (slot !== row.waitingSlot || row.waitingCount === maxWaiting) {
			this.#settle(row);
			this.#fit();
			row.waitingSlot = Math.floor(bucket / this.#width);
		} else if (row.waitingCount === row.waiting.length) {
			const grown = new Uint16Array(row.waiting.length * 2);
			grown.set(row.waiting);
			row.waiting = grown;
		}

		row.waiting[row.waitingCount++] = bin;
	}

	/** The step of the buckets has doubled. */
	halve(): void {
		if (this.#width > 1) {
			this.#width /= 2;
		} else {
			this.#refill(2);
		}
	}

	/** Without the slots of the rows, which the rows' owner has. The histograms stand in the order of rows and slots, in whatever order they came to be. */
	toData(): LatenciesData {
		this.#settleAll();
		this.#refill(1);
		return {width: this.#width, words: this.#arena.toData()};
	}

	/** Adds the histograms of pairs of a row and the slots of another one: of `other`, which has the same step of buckets. */
	merge(other: LatenciesData, pairs: Iterable<readonly [LatencyRow, TimelineData]>): void {
		this.#settleAll();
		this.#widenTo(other.width);
		const factor = this.#width / other.width;
		const arena = LatencyArena.of(other.words);
		for (const [{slots}, theirs] of pairs) {
			slots.merge(emptySlots(theirs, factor));
			for (let at = 0; at < theirs.length; at += layout.stride) {
				const own = slots.at(Math.floor((theirs[at] ?? 0) / factor)) + 1;
				slots.cells[own] = this.#arena.addFrom(slots.cells[own] ?? 0, arena, theirs[at + 1] ?? 0);
			}
		}

		this.#fit();
	}

	/** Adds to `counts` what a row has in the slots that start in `(after, through]`, buckets both. */
	collect(row: LatencyRow, after: number, through: number, counts: BinCounts): void {
		this.#settleAll();
		const end = row.slots.countThrough(Math.floor(through / this.#width));
		for (let index = row.slots.countThrough(Math.floor(after / this.#width)); index < end; index++) {
			this.#arena.collect(row.slots.get(index, 1), counts);
		}
	}

	#settleAll(): void {
		for (const row of this.#rows) {
			this.#settle(row);
		}

		this.#fit();
	}

	/** Adds what waits in a row to the histogram of its slot. */
	#settle(row: LatencyRow): void {
		if (row.waitingCount === 0) {
			return;
		}

		const count = countBins(row.waiting, row.waitingCount, this.#counts, this.#pairs);
		row.waitingCount = 0;
		const at = row.slots.at(row.waitingSlot) + 1;
		row.slots.cells[at] = this.#arena.add(row.slots.cells[at] ?? 0, this.#pairs, 0, count);
	}

	#addTo(row: LatencyRow, slot: number, arena: LatencyArena, offset: number): void {
		const at = row.slots.at(slot) + 1;
		row.slots.cells[at] = this.#arena.addFrom(row.slots.cells[at] ?? 0, arena, offset);
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
			row.waitingSlot = Math.floor(row.waitingSlot / factor);
			for (let index = 0; index < slots.size; index++) {
				this.#addTo(row, Math.floor(slots.bucketAt(index) / factor), arena, slots.get(index, 1));
			}
		}
	}
}

/** Slots that hold nothing yet, made for all that are to be filled at once. */
function emptySlots(slots: TimelineData, factor: number): TimelineData {
	const wide = new Timeline(layout, {entries: 0});
	for (let at = 0; at < slots.length; at += layout.stride) {
		wide.at(Math.floor((slots[at] ?? 0) / factor));
	}

	return wide.toData();
}

/** Bins, in any order, into pairs of a bin and its count, sorted by bin. @returns How many pairs. */
function countBins(bins: Uint16Array, length: number, counts: Uint16Array, pairs: Uint32Array): number {
	let lowest = binCount;
	let highest = 0;
	for (let index = 0; index < length; index++) {
		const bin = bins[index] ?? 0;
		counts[bin] = (counts[bin] ?? 0) + 1;
		lowest = Math.min(lowest, bin);
		highest = Math.max(highest, bin);
	}
	let pair = 0;
	for (let bin = lowest; bin <= highest; bin++) {
		const count = counts[bin] ?? 0;
		if (count > 0) {
			pairs[pair] = bin;
			pairs[pair + 1] = count;
			counts[bin] = 0;
			pair += 2;
		}
	}
	return pair / 2;
}
