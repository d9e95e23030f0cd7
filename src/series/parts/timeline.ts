import {placeAfter} from './log-position.ts';
import {countThrough, type Entries, sortTail} from './sorted-cells.ts';

/** The layout of a bucket's cells: the bucket itself, then `stride - 1` numbers, which start as 0. */
export type Layout = {
	readonly stride: number;
	/** The columns that contain packed places, if any. */
	readonly places?: readonly number[];
	/** Adds the numbers at `from[of]` to those at `into[at]`. The result must not depend on which comes first. */
	readonly combine: (into: Float64Array, at: number, from: Float64Array, of: number) => void;
};

/** How many entries all timelines of a series have in total. This limits its memory. */
export type Usage = {entries: number};

/** All entries of a timeline, one after the other. */
export type TimelineData = Float64Array<ArrayBuffer>;

/**
Late buckets stay at the end until there are this many, and an eighth of all. So each entry is moved a few times, not
once per late bucket.
*/
const fewestLate = 1024;
/** A new bucket within this many entries of the end is inserted immediately. */
const nearby = 64;

/**
Numbers by bucket of time: only the buckets in use, sorted, in one array. Adding at the end or to the same bucket as
last time is cheap. New buckets that come late are sorted in together, when there are many or when the order is needed.
So the work grows linearly with the log whatever its order, even newest first or with two alternating clocks.
*/
export class Timeline {
	/** Entry `i` starts at `i * layout.stride`, once the entries are sorted. */
	cells: TimelineData;
	readonly layout: Layout;
	/** How often entries were moved for late ones. */
	moves = 0;
	readonly #usage: Usage;
	/** Entries in use. */
	#size = 0;
	/** The number of sorted entries. The others came late. */
	#sorted = 0;
	/** The indexes of late entries by bucket. */
	readonly #late = new Map<number, number>();
	/** The last lookup and its result. */
	#lastBucket = Number.NaN;
	#lastAt = 0;

	constructor(layout: Layout, usage: Usage) {
		this.layout = layout;
		this.#usage = usage;
		this.cells = new Float64Array(layout.stride * 4);
	}

	/** Entries in use. */
	get size(): number {
		return this.#size;
	}

	/**
	Start of the bucket's numbers in `cells`, valid until the next call with another bucket. Adds the bucket if it is
	new.
	*/
	at(bucket: number): number {
		if (bucket !== this.#lastBucket) {
			this.#lastAt = this.#find(bucket);
			this.#lastBucket = bucket;
		}
		return this.#lastAt;
	}

	/** The bucket of entry `index`. */
	bucketAt(index: number): number {
		this.#settle();
		return this.cells[index * this.layout.stride] ?? Number.NaN;
	}

	/** A number of entry `index`. */
	get(index: number, column: number): number {
		this.#settle();
		return this.cells[index * this.layout.stride + column] ?? Number.NaN;
	}

	/** How many entries are at or before a bucket. */
	countThrough(bucket: number): number {
		this.#settle();
		return countThrough(this.#entries, this.#size, bucket);
	}

	/** The sum of a column over the buckets `(after, through]`. */
	sum(column: number, after: number, through: number): number {
		const end = this.countThrough(through);
		let total = 0;
		for (let index = this.countThrough(after); index < end; index++) {
			total += this.get(index, column);
		}

		return total;
	}

	/** The numbers of all entries. */
	toData(): TimelineData {
		this.#settle();
		return this.cells.slice(0, this.#size * this.layout.stride);
	}

	/** Adds another timeline with the same layout and step. Entries before its first one are not touched. */
	merge(other: TimelineData, linesBefore = 0): void {
		const {stride, combine} = this.layout;
		const theirs = this.#moved(other, linesBefore);
		const kept = this.countThrough((theirs[0] ?? Number.POSITIVE_INFINITY) - 1) * stride;
		const mine = this.cells.slice(kept, this.#size * stride);
		this.#reserve(this.#size + theirs.length / stride);
		const {cells} = this;
		let end = kept;
		let left = 0;
		for (let right = 0; right < theirs.length; right += stride) {
			const bucket = theirs[right] ?? Number.NaN;
			const from = left;
			while (left < mine.length && (mine[left] ?? Number.NaN) < bucket) {
				left += stride;
			}

			cells.set(mine.subarray(from, left), end);
			end += left - from;
			if (mine[left] === bucket) {
				cells.set(mine.subarray(left, left + stride), end);
				combine(cells, end, theirs, right);
				left += stride;
			} else {
				cells.set(theirs.subarray(right, right + stride), end);
			}

			end += stride;
		}

		cells.set(mine.subarray(left), end);
		this.#replace(cells, (end + mine.length - left) / stride);
	}

	/** Doubles the step: pairs of buckets become one. */
	halve(): void {
		this.#settle();
		const {stride, combine} = this.layout;
		let size = 0;
		for (let index = 0; index < this.#size; index++) {
			const bucket = Math.floor(this.bucketAt(index) / 2);
			if (size > 0 && this.bucketAt(size - 1) === bucket) {
				combine(this.cells, (size - 1) * stride, this.cells, index * stride);
			} else {
				this.cells.copyWithin(size * stride, index * stride, (index + 1) * stride);
				this.cells[size * stride] = bucket;
				size++;
			}
		}

		this.#replace(this.cells.slice(0, size * stride), size);
	}

	#find(bucket: number): number {
		const {stride} = this.layout;
		const index = countThrough(this.#entries, this.#sorted, bucket);
		if (index > 0 && this.cells[(index - 1) * stride] === bucket) {
			return (index - 1) * stride;
		}
		const late = this.#late.get(bucket);
		if (late !== undefined) {
			return late * stride;
		}
		if (this.#late.size === 0 && this.#size - index <= nearby) {
			return this.#insert(index, bucket);
		}
		if (this.#late.size >= fewestLate && this.#late.size >= this.#sorted / 8) {
			this.#order();
			return this.#find(bucket);
		}
		this.#late.set(bucket, this.#size);
		return this.#append(bucket);
	}

	#insert(index: number, bucket: number): number {
		const {stride} = this.layout;
		const start = index * stride;
		const end = this.#size * stride;
		this.#append(bucket);
		this.#sorted++;
		if (start < end) {
			this.cells.copyWithin(start + stride, start, end);
			this.cells.fill(0, start, start + stride);
			this.cells[start] = bucket;
			this.moves += this.#size - 1 - index;
		}
		return start;
	}

	#append(bucket: number): number {
		const start = this.#size * this.layout.stride;
		this.#reserve(this.#size + 1);
		this.cells[start] = bucket;
		this.#size++;
		this.#usage.entries++;
		return start;
	}

	/** Call it before anything that relies on the order. */
	#settle(): void {
		if (this.#late.size > 0) {
			this.#order();
		}
	}

	#order(): void {
		this.moves += sortTail(this.#entries, this.#sorted, this.#size);
		this.#sorted = this.#size;
		this.#late.clear();
		this.#lastBucket = Number.NaN;
	}

	get #entries(): Entries {
		return {cells: this.cells, stride: this.layout.stride};
	}

	/**
	Makes room for this many entries and some more, so it does not have to grow again soon. Everything beyond `size` is
	0.
	*/
	#reserve(size: number): void {
		const {stride} = this.layout;
		if (size * stride > this.cells.length) {
			const grown = new Float64Array(Math.ceil((size + 3) * (size < 4096 ? 2 : 1.25)) * stride);
			grown.set(this.cells.subarray(0, this.#size * stride));
			this.cells = grown;
		}
	}

	#moved(cells: TimelineData, linesBefore: number): TimelineData {
		const {stride, places = []} = this.layout;
		if (linesBefore === 0 || places.length === 0) {
			return cells;
		}

		const moved = new Float64Array(cells);
		for (let entry = 0; entry < moved.length; entry += stride) {
			for (const column of places) {
				moved[entry + column] = placeAfter(moved[entry + column] ?? 0, linesBefore);
			}
		}

		return moved;
	}

	#replace(cells: TimelineData, size: number): void {
		this.#usage.entries += size - this.#size;
		this.cells = cells;
		this.#size = size;
		this.#sorted = size;
		this.#lastBucket = Number.NaN;
	}
}
