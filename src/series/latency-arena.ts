const header = 2; // capacity, entries in use

/**
Many small histograms in one array: each a run of (bin, count) pairs sorted by bin, that moves to a run of twice the size when it is full. A histogram is known by
its offset; 0 is the empty one.
*/
export class LatencyArena {
	/** (bin, count) pairs of all histograms. */
	entries = 0;
	#words: Uint32Array;
	#next = 1;
	readonly #free = new Map<number, number[]>();

	/** @param words - Room to begin with. */
	constructor(words = 1024) {
		this.#words = new Uint32Array(words);
	}

	/** Words in use. */
	get words(): number {
		return this.#next;
	}

	/** Counts durations of a bin. Returns the offset, which changes when the histogram moves. */
	add(offset: number, bin: number, count: number): number {
		const start = offset === 0 ? this.#allocate(4) : offset;
		const used = this.#word(start + 1);
		let low = 0;
		let high = used;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#word(start + header + middle * 2) < bin) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		const at = start + header + low * 2;
		if (low < used && this.#word(at) === bin) {
			this.#words[at + 1] = this.#word(at + 1) + count;
			return start;
		}

		const target = used < this.#word(start) ? start : this.#moveToLarger(start);
		this.#insert(target, low, bin, count);
		return target;
	}

	/** Takes over a histogram of another arena. Returns its offset here. */
	copy(from: LatencyArena, offset: number): number {
		const capacity = from.#word(offset);
		const used = from.#word(offset + 1);
		const start = this.#allocate(capacity);
		this.#words.set(from.#words.subarray(offset + 1, offset + header + used * 2), start + 1);
		this.entries += used;
		return start;
	}

	/** Calls with each bin of a histogram and its count. */
	each(offset: number, visit: (bin: number, count: number) => void): void {
		if (offset === 0) {
			return;
		}

		const end = offset + header + this.#word(offset + 1) * 2;
		for (let at = offset + header; at < end; at += 2) {
			visit(this.#word(at), this.#word(at + 1));
		}
	}

	#word(index: number): number {
		return this.#words[index] ?? 0;
	}

	#insert(start: number, index: number, bin: number, count: number): void {
		const at = start + header + index * 2;
		const used = this.#word(start + 1);
		this.#words.copyWithin(at + 2, at, start + header + used * 2);
		this.#words[at] = bin;
		this.#words[at + 1] = count;
		this.#words[start + 1] = used + 1;
		this.entries++;
	}

	#moveToLarger(start: number): number {
		const capacity = this.#word(start);
		const target = this.#allocate(capacity * 2);
		this.#words.copyWithin(target + 1, start + 1, start + header + capacity * 2);
		const free = this.#free.get(capacity);
		if (free === undefined) {
			this.#free.set(capacity, [start]);
		} else {
			free.push(start);
		}

		return target;
	}

	#allocate(capacity: number): number {
		const reused = this.#free.get(capacity)?.pop();
		const start = reused ?? this.#next;
		if (reused === undefined) {
			this.#next += header + capacity * 2;
			if (this.#next > this.#words.length) {
				const grown = new Uint32Array(Math.ceil(this.#next * 1.5));
				grown.set(this.#words);
				this.#words = grown;
			}
		}

		this.#words[start] = capacity;
		this.#words[start + 1] = 0;
		return start;
	}
}
