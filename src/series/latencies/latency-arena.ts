import type {BinCounts} from './bin-counts.ts';

const header = 2; // capacity, entries in use

/**
Many small histograms in one array, each a run of (bin, count) pairs sorted by bin. A histogram is identified by its
offset, which changes when it grows. 0 is the empty one.
*/
export class LatencyArena {
	/** (bin, count) pairs in all histograms. */
	entries = 0;
	#words: Uint32Array<ArrayBuffer>;
	#next = 1;
	#scratch = new Uint32Array(64);
	readonly #free = new Map<number, number[]>();

	/** @param words - Initial room. */
	constructor(words = 1024) {
		this.#words = new Uint32Array(words);
	}

	/** A read-only arena from the result of `toData`. */
	static of(words: Uint32Array<ArrayBuffer>): LatencyArena {
		const arena = new LatencyArena(0);
		arena.#words = words;
		return arena;
	}

	toData(): Uint32Array<ArrayBuffer> {
		return this.#words.slice(0, this.#next);
	}

	/** Words in use. */
	get words(): number {
		return this.#next;
	}

	/**
	Adds pairs, sorted by bin, to a histogram.

	@param pairs - Alternating bins and counts. `count` pairs start at the index `from`.
	@returns The new offset.
	*/
	add(offset: number, pairs: Uint32Array, from: number, count: number): number {
		if (offset === 0) {
			return this.#write(this.#allocate(count), pairs, from, count);
		}

		const total = this.#mergeToScratch(offset, pairs, from, count);
		this.entries -= this.#word(offset + 1);
		if (total <= this.#word(offset)) {
			return this.#write(offset, this.#scratch, 0, total);
		}

		this.#release(offset);
		return this.#write(this.#allocate(total), this.#scratch, 0, total);
	}

	/** Adds a histogram of another arena. */
	addFrom(offset: number, other: LatencyArena, otherOffset: number): number {
		if (otherOffset === 0) {
			return offset;
		}

		const count = other.#word(otherOffset + 1);
		const from = otherOffset + header;
		return offset === 0 ? this.#copy(other, from, count) : this.add(offset, other.#words, from, count);
	}

	/** Adds a histogram's counts to `counts`. */
	collect(offset: number, counts: BinCounts): void {
		const end = offset === 0 ? 0 : offset + header + this.#word(offset + 1) * 2;
		for (let at = offset + header; at < end; at += 2) {
			counts.add(this.#word(at), this.#word(at + 1));
		}
	}

	#word(index: number): number {
		return this.#words[index] ?? 0;
	}

	#mergeToScratch(offset: number, pairs: Uint32Array, from: number, count: number): number {
		const mineEnd = offset + header + this.#word(offset + 1) * 2;
		const theirsEnd = from + count * 2;
		const most = mineEnd - offset + count * 2;
		if (this.#scratch.length < most) {
			this.#scratch = new Uint32Array(most * 2);
		}

		const scratch = this.#scratch;
		let mine = offset + header;
		let theirs = from;
		let total = 0;
		while (mine < mineEnd || theirs < theirsEnd) {
			const left = mine < mineEnd ? this.#word(mine) : Number.POSITIVE_INFINITY;
			const right = theirs < theirsEnd ? (pairs[theirs] ?? 0) : Number.POSITIVE_INFINITY;
			scratch[total * 2] = Math.min(left, right);
			scratch[total * 2 + 1] = (left <= right ? this.#word(mine + 1) : 0) + (right <= left ? (pairs[theirs + 1] ?? 0) : 0);
			mine += left <= right ? 2 : 0;
			theirs += right <= left ? 2 : 0;
			total++;
		}

		return total;
	}

	#write(start: number, pairs: Uint32Array, from: number, count: number): number {
		const words = this.#words;
		for (let index = 0; index < count * 2; index++) {
			words[start + header + index] = pairs[from + index] ?? 0;
		}

		words[start + 1] = count;
		this.entries += count;
		return start;
	}

	#copy(other: LatencyArena, from: number, count: number): number {
		const start = this.#allocate(count);
		this.#words[start + 1] = count;
		this.#words.set(other.#words.subarray(from, from + count * 2), start + header);
		this.entries += count;
		return start;
	}

	#release(start: number): void {
		const capacity = this.#word(start);
		const free = this.#free.get(capacity);
		if (free === undefined) {
			this.#free.set(capacity, [start]);
		} else {
			free.push(start);
		}
	}

	#allocate(capacity: number): number {
		const reused = this.#free.get(capacity)?.pop();
		if (reused !== undefined) {
			return reused;
		}

		const start = this.#next;
		this.#next += header + capacity * 2;
		if (this.#next > this.#words.length) {
			const grown = new Uint32Array(Math.ceil(this.#next * 1.5));
			grown.set(this.#words);
			this.#words = grown;
		}

		this.#words[start] = capacity;
		return start;
	}
}
