const notScanned = -1;

/** Who scans which stretch of a file: each is for the thread that asks first, in their order. And where is what was scanned. */
export class ScanClaims {
	/** Can be sent to other threads. */
	readonly shared: SharedArrayBuffer;
	readonly #count: number;
	/** The next stretch; then of each the number of its lane, from 1. */
	readonly #said: Int32Array;

	constructor(count: number, shared = new SharedArrayBuffer(4 * (count + 2))) {
		this.shared = shared;
		this.#count = count;
		this.#said = new Int32Array(shared);
	}

	/** @returns The index of a stretch; `undefined` when all are taken. */
	next(): number | undefined {
		const index = Atomics.add(this.#said, 0, 1);
		return index < this.#count ? index : undefined;
	}

	/** @param lane - Where a stretch was scanned; `undefined` where it can't be. */
	tell(index: number, lane: number | undefined): void {
		Atomics.store(this.#said, index + 1, lane === undefined ? notScanned : lane + 1);
		Atomics.notify(this.#said, index + 1);
	}

	/** Whether it is known what has become of a stretch; waits for it so long. */
	isTold(index: number, waitMs: number): boolean {
		return Atomics.load(this.#said, index + 1) !== 0 || Atomics.wait(this.#said, index + 1, 0, waitMs) !== 'timed-out';
	}

	/** Of a stretch that is told of. */
	laneOf(index: number): number | undefined {
		const said = Atomics.load(this.#said, index + 1);
		return said === notScanned ? undefined : said - 1;
	}
}
