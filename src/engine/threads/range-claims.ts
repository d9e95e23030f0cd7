/** Hands out the ranges of a file to search, in order: each goes to the first thread that asks. */
export class RangeClaims {
	/** Shared with the other threads. */
	readonly shared: SharedArrayBuffer;
	readonly #count: number;
	readonly #next: Int32Array;

	constructor(count: number, shared = new SharedArrayBuffer(4)) {
		this.shared = shared;
		this.#count = count;
		this.#next = new Int32Array(shared);
	}

	/** @returns The index of a range; `undefined` when none is left. */
	next(): number | undefined {
		const index = Atomics.add(this.#next, 0, 1);
		return index < this.#count ? index : undefined;
	}
}
