import {Buffer} from 'node:buffer';

/**
Collects bytes that arrive in pieces. The memory doubles as it fills, so a line that arrives byte by byte costs no more
than one that arrives whole.
*/
export class GrowingBytes {
	#bytes: Buffer = Buffer.alloc(0);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** A view of all bytes. The next change invalidates it. */
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

	/** Keeps the first bytes, in memory of just that size. */
	cut(length: number): void {
		this.#bytes = Buffer.from(this.#bytes.subarray(0, length));
		this.#length = length;
	}

	/** Starts over in the same memory. */
	clear(): void {
		this.#length = 0;
	}

	/** Returns the bytes together with their memory. */
	take(): Buffer {
		const {all} = this;
		this.#bytes = Buffer.alloc(0);
		this.#length = 0;
		return all;
	}
}
