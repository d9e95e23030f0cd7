/** Which of the ranges of a file are searched: each by the thread that asks first, in their order. */
export class RangeClaims {
	/** Can be sent to other threads. */
	readonly shared: SharedArrayBuffer;
	readonly #count: number;
	readonly #next: Int32Array;

	constructor(count: number, shared = new SharedArrayBuffer(4)) {
		this.shared = shared;
		this.#count = count;
		this.#next = new Int32Array(shared);
	}

	/** @returns The index of a range; `undefined` when all are taken. */
	next(): number | undefined {
		const index = Atomics.add(this.#next, 0, 1);
		return index < this.#count ? index : undefined;
	}
}
