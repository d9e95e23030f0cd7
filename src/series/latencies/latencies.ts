import {Timeline, type TimelineData, type Usage} from '../parts/timeline.ts';
import type {BinCounts} from './bin-counts.ts';
import {LatencyArena} from './latency-arena.ts';
import {binCount} from './latency-bins.ts';

const maxCost = 2 ** 20; // about 12 MB
const maxWaiting = 512;
const layout = {stride: 2, combine: () => {}} as const; // slot, offset in the arena. Only #refill joins two slots.

/** The histograms of one row, one per slot of time. */
export type LatencyRow = {
	slots: Timeline;
	/** Bins of the newest durations, all in `waitingSlot`, in order of arrival. */
	waiting: Uint16Array;
	waitingCount: number;
	waitingSlot: number;
};

export type LatenciesData = {readonly width: number; readonly words: Uint32Array<ArrayBuffer>};

/**
The latency histograms of all rows, one per row and slot of time. A slot is one bucket at first. When all rows together
take too much memory, every slot doubles, repeatedly if needed. The final width depends only on what was added, not on
its order. Durations wait in their row until the slot changes, and are then added together.
*/
export class Latencies {
	#arena = new LatencyArena();
	#usage: Usage = {entries: 0};
	readonly #rows: LatencyRow[] = [];
	readonly #pairs = new Uint32Array(maxWaiting * 2);
	/** By bin. All 0 except while pairs are made. */
	readonly #counts = new Uint16Array(binCount);
	/** Buckets per slot. */
	#width = 1;
	#isAnyWaiting = false;

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
		this.#isAnyWaiting = true;
	}

	/** Call it when the step of the buckets has doubled. */
	halve(): void {
		if (this.#width > 1) {
			this.#width /= 2;
		} else {
			this.#refill(2);
		}
	}

	/**
	Does not include the rows' slots, which the owner of the rows has. The histograms are in the order of rows and
	slots, however they came about.
	*/
	toData(): LatenciesData {
		this.#settleAll();
		this.#refill(1);
		return {width: this.#width, words: this.#arena.toData()};
	}

	/**
	Adds another one's histograms, given as pairs of a row here and the slots there. The other one must have the same
	step of buckets.
	*/
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

	/** Adds a row's slots that start in `(after, through]` to `counts`. Both limits are buckets. */
	collect(row: LatencyRow, after: number, through: number, counts: BinCounts): void {
		this.#settleAll();
		const end = row.slots.countThrough(Math.floor(through / this.#width));
		for (let index = row.slots.countThrough(Math.floor(after / this.#width)); index < end; index++) {
			this.#arena.collect(row.slots.get(index, 1), counts);
		}
	}

	#settleAll(): void {
		if (!this.#isAnyWaiting) {
			return;
		}
		this.#isAnyWaiting = false;
		for (const row of this.#rows) {
			this.#settle(row);
		}

		this.#fit();
	}

	/** Adds a row's waiting durations to the histogram of their slot. */
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

/** Empty slots, created in one go for everything that is about to be filled in. */
function emptySlots(slots: TimelineData, factor: number): TimelineData {
	const wide = new Timeline(layout, {entries: 0});
	for (let at = 0; at < slots.length; at += layout.stride) {
		wide.at(Math.floor((slots[at] ?? 0) / factor));
	}

	return wide.toData();
}

/**
Turns bins in any order into pairs of a bin and its count, sorted by bin.

@returns How many pairs.
*/
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
