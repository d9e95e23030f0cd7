/** How the numbers of one bucket are laid out: the bucket itself stands first, then `stride - 1` numbers, which start as 0. */
export type Layout = {
	readonly stride: number;
	/** Adds the numbers at `from[of]` to those at `into[at]`; must not depend on which comes first. */
	readonly combine: (into: Float64Array, at: number, from: Float64Array, of: number) => void;
};

/** How many entries all timelines of a series hold together: what its memory is bounded by. */
export type Usage = {entries: number};

/**
Numbers by bucket of time: only the buckets that something fell into, sorted, side by side in one array. Adding at the end or to the newest bucket is cheap; a late
event costs a binary search, and a move of what stands behind where its bucket is new.
*/
export class Timeline {
	/** Entry `i` starts at `i * layout.stride`. */
	cells: Float64Array;
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

	/** Adds another timeline of the same layout and step. */
	merge(other: Timeline): void {
		const {stride} = this.layout;
		const merged = new Float64Array((this.size + other.size) * stride);
		let size = 0;
		let mine = 0;
		let theirs = 0;
		while (mine < this.size || theirs < other.size) {
			const left = mine < this.size ? this.bucketAt(mine) : Number.POSITIVE_INFINITY;
			const right = theirs < other.size ? other.bucketAt(theirs) : Number.POSITIVE_INFINITY;
			const source = left <= right ? this.cells : other.cells;
			const start = (left <= right ? mine++ : theirs) * stride;
			merged.set(source.subarray(start, start + stride), size * stride);
			if (right <= left) {
				if (left === right) {
					this.layout.combine(merged, size * stride, other.cells, theirs * stride);
				}

				theirs++;
			}

			size++;
		}

		this.#replace(merged, size);
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
		if (end + stride > this.cells.length) {
			const grown = new Float64Array(Math.ceil((this.size + 4) * (this.size < 4096 ? 2 : 1.25)) * stride);
			grown.set(this.cells);
			this.cells = grown;
		}

		if (start < end) {
			this.cells.copyWithin(start + stride, start, end);
			this.cells.fill(0, start, start + stride);
		}

		this.cells[start] = bucket;
		this.size++;
		this.#usage.entries++;
		return start;
	}

	#replace(cells: Float64Array, size: number): void {
		this.#usage.entries += size - this.size;
		this.cells = cells;
		this.size = size;
	}
}
