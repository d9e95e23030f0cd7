const noResult = -1;

/**
Hands out the parts of a file, in order, each to the first thread that asks. Also records which lane holds
the result.
*/
export class PartClaims {
	/** Shared with the other threads. */
	readonly shared: SharedArrayBuffer;
	readonly #count: number;
	/** Element 0 is the next part; then, for each part, its lane number from 1. */
	readonly #said: Int32Array;

	constructor(count: number, shared = new SharedArrayBuffer(4 * (count + 2))) {
		this.shared = shared;
		this.#count = count;
		this.#said = new Int32Array(shared);
	}

	/** @returns The index of a part; `undefined` when none is left. */
	next(): number | undefined {
		const index = Atomics.add(this.#said, 0, 1);
		return index < this.#count ? index : undefined;
	}

	/** @param lane - The lane that holds the result; `undefined` if there is none. */
	tell(index: number, lane: number | undefined): void {
		Atomics.store(this.#said, index + 1, lane === undefined ? noResult : lane + 1);
		Atomics.notify(this.#said, index + 1);
	}

	/** Whether a part is settled; waits up to `waitMs` for it. */
	isTold(index: number, waitMs: number): boolean {
		return Atomics.load(this.#said, index + 1) !== 0 || Atomics.wait(this.#said, index + 1, 0, waitMs) !== 'timed-out';
	}

	/** The lane of a settled part; `undefined` if it has none. */
	laneOf(index: number): number | undefined {
		const said = Atomics.load(this.#said, index + 1);
		return said === noResult ? undefined : said - 1;
	}
}
