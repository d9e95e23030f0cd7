import {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';

const headBytes = 1024;
const tailBytes = 256;
const lineFeed = 0x0a;

/**
What was read of a file, and how it is known again: by its first bytes and by those read last. A file that was emptied and has grown past the old place again has
neither; a copy of it has both, and goes on where reading stopped.
*/
export class ReadMark {
	#offset = 0;
	#lineStart = 0;
	#head: Buffer = Buffer.alloc(0);
	#tail: Buffer = Buffer.alloc(0);

	/** @returns A mark as if the file had been read up to `offset`, the start of a line. */
	static at(fd: number, offset: number): ReadMark {
		const mark = new ReadMark();
		mark.#offset = offset;
		mark.#lineStart = offset;
		mark.#head = readAt(fd, 0, Math.min(headBytes, offset));
		mark.#tail = readAt(fd, Math.max(0, offset - tailBytes), Math.min(tailBytes, offset));
		return mark;
	}

	/** How far the file was read. */
	get offset(): number {
		return this.#offset;
	}

	/** Where the line starts that had no newline yet; `offset` where all had one. */
	get lineStart(): number {
		return this.#lineStart;
	}

	/** The first bytes. */
	get head(): Buffer {
		return this.#head;
	}

	/** @param bytes - What was read at `offset`. */
	add(bytes: Buffer): void {
		const newline = bytes.lastIndexOf(lineFeed);
		if (newline !== -1) {
			this.#lineStart = this.#offset + newline + 1;
		}
		if (this.#offset < headBytes) {
			this.#head = Buffer.concat([this.#head, bytes.subarray(0, headBytes - this.#offset)]);
		}
		this.#tail =
			bytes.length >= tailBytes
				? Buffer.from(bytes.subarray(bytes.length - tailBytes))
				: Buffer.concat([this.#tail.subarray(Math.max(0, this.#tail.length + bytes.length - tailBytes)), bytes]);
		this.#offset += bytes.length;
	}

	/** Whether a file holds what was read. It doesn't any more when it was emptied. */
	isIn(fd: number): boolean {
		const tailStart = this.#offset - this.#tail.length;
		return readAt(fd, tailStart, this.#tail.length).equals(this.#tail) && readAt(fd, 0, this.#head.length).equals(this.#head);
	}

	/** Whether some bytes can be the start of the file that was read. */
	beginsLike(start: Buffer): boolean {
		const length = Math.min(start.length, this.#head.length);
		return length > 0 && start.subarray(0, length).equals(this.#head.subarray(0, length));
	}
}

function readAt(fd: number, offset: number, byteLength: number): Buffer {
	if (byteLength === 0) {
		return Buffer.alloc(0);
	}
	const bytes = Buffer.allocUnsafe(byteLength);
	return bytes.subarray(0, readSync(fd, bytes, 0, byteLength, offset));
}
