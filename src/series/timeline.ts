import {placeAfter} from './place.ts';

/** How the numbers of one bucket are laid out: the bucket itself stands first, then `stride - 1` numbers, which start as 0. */
export type Layout = {
	readonly stride: number;
	/** The numbers that are packed places, where there are some. */
	readonly places?: readonly number[];
	/** Adds the numbers at `from[of]` to those at `into[at]`; must not depend on which comes first. */
	readonly combine: (into: Float64Array, at: number, from: Float64Array, of: number) => void;
};

/** How many entries all timelines of a series hold together: what its memory is bounded by. */
export type Usage = {entries: number};

/** All entries of a timeline, one after the other. */
export type TimelineData = Float64Array<ArrayBuffer>;

/**
Numbers by bucket of time: only the buckets that something fell into, sorted, side by side in one array. Adding at the end or to the newest bucket is cheap; a late
event costs a binary search, and a move of what stands behind where its bucket is new.
*/
export class Timeline {
	/** Entry `i` starts at `i * layout.stride`. */
	cells: TimelineData;
	/** Entries in use. */
	size = 0;
	readonly layout: Layout;
	readonly #usage: Usage;

	constructor(layout: Layout, usage: Usage) {
		this.layout = layout;
		this.#usage = usage;
		this.cells = new Float64Array(layout.stride * 4);
	}

	/** Where the bucket's numbers start in `cells`; the bucket is added where it is new. */
	at(bucket: number): number {
		const {stride} = this.layout;
		const tail = (this.size - 1) * stride;
		if (this.size > 0) {
			const newest = this.bucketAt(this.size - 1);
			if (newest === bucket) {
				return tail;
			}

			if (bucket < newest) {
				const index = this.countThrough(bucket);
				return index > 0 && this.bucketAt(index - 1) === bucket ? (index - 1) * stride : this.#insert(index, bucket);
			}
		}

		return this.#insert(this.size, bucket);
	}

	/** The bucket of entry `index`. */
	bucketAt(index: number): number {
		return this.cells[index * this.layout.stride] ?? Number.NaN;
	}

	/** A number of entry `index`. */
	get(index: number, column: number): number {
		return this.cells[index * this.layout.stride + column] ?? Number.NaN;
	}

	/** How many entries stand at or before a bucket. */
	countThrough(bucket: number): number {
		let low = 0;
		let high = this.size;
		if (high > 0 && this.bucketAt(high - 1) <= bucket) {
			return high;
		}

		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.bucketAt(middle) <= bucket) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}

	/** The sum of a column over the buckets of `(after, through]`. */
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
		return this.cells.slice(0, this.size * this.layout.stride);
	}

	/** Adds another timeline of the same layout and step. Where it is of a later time, what stands before it is left alone. */
	merge(other: TimelineData, linesBefore = 0): void {
		const {stride, combine} = this.layout;
		const theirs = this.#moved(other, linesBefore);
		const kept = this.countThrough((theirs[0] ?? Number.POSITIVE_INFINITY) - 1) * stride;
		const mine = this.cells.slice(kept, this.size * stride);
		this.#reserve(this.size + theirs.length / stride);
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
		const {stride, combine} = this.layout;
		let size = 0;
		for (let index = 0; index < this.size; index++) {
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

	#insert(index: number, bucket: number): number {
		const {stride} = this.layout;
		const start = index * stride;
		const end = this.size * stride;
		this.#reserve(this.size + 1);
		if (start < end) {
			this.cells.copyWithin(start + stride, start, end);
			this.cells.fill(0, start, start + stride);
		}

		this.cells[start] = bucket;
		this.size++;
		this.#usage.entries++;
		return start;
	}

	/** Room for so many entries, and some more, so that it is not to be made again soon. What is beyond `size` is 0. */
	#reserve(size: number): void {
		const {stride} = this.layout;
		if (size * stride > this.cells.length) {
			const grown = new Float64Array(Math.ceil((size + 3) * (size < 4096 ? 2 : 1.25)) * stride);
			grown.set(this.cells.subarray(0, this.size * stride));
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
		this.#usage.entries += size - this.size;
		this.cells = cells;
		this.size = size;
	}
}
