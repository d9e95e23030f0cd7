import {Buffer} from 'node:buffer';

/** Bytes that come piece by piece, side by side. The memory doubles as they grow, so that a line which comes byte by byte costs no more than one that comes at once. */
export class GrowingBytes {
	#bytes: Buffer = Buffer.alloc(0);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** All of them: in memory that changes with what comes next. */
	get all(): Buffer {
		return this.#bytes.subarray(0, this.#length);
	}

	add(bytes: Uint8Array): void {
		const length = this.#length + bytes.length;
		if (this.#bytes.length < length) {
			const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
			this.#bytes.copy(grown, 0, 0, this.#length);
			this.#bytes = grown;
		}
		this.#bytes.set(bytes, this.#length);
		this.#length = length;
	}

	/** Keeps the first ones, in memory of their size. */
	cut(length: number): void {
		this.#bytes = Buffer.from(this.#bytes.subarray(0, length));
		this.#length = length;
	}

	/** Begins anew, in the same memory. */
	clear(): void {
		this.#length = 0;
	}

	/** Hands them over, with their memory. */
	take(): Buffer {
		const {all} = this;
		this.#bytes = Buffer.alloc(0);
		this.#length = 0;
		return all;
	}
}
