import {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';

const headBytes = 1024;
const tailBytes = 256;
const lineFeed = 0x0a;

/**
How far a file was read, and how to recognize it: by its first bytes and the bytes read last. A file that was truncated
and has grown past the old offset matches neither. A copy matches both, and can be read from where reading stopped.
*/
export class ReadMark {
	#offset = 0;
	#lineStart = 0;
	#head: Buffer = Buffer.alloc(0);
	#tail: Buffer = Buffer.alloc(0);

	/** A mark as if the file had been read up to `offset`, which is the start of a line. */
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

	/** Start of the last line if it had no newline yet, else `offset`. */
	get lineStart(): number {
		return this.#lineStart;
	}

	/** The first bytes of the file. */
	get head(): Buffer {
		return this.#head;
	}

	/** @param bytes - The bytes read at `offset`. */
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

	/** Whether a file still holds what was read; not if it was truncated. */
	isIn(fd: number): boolean {
		const tailStart = this.#offset - this.#tail.length;
		return readAt(fd, tailStart, this.#tail.length).equals(this.#tail) && readAt(fd, 0, this.#head.length).equals(this.#head);
	}

	/** Whether the bytes may be the start of the file that was read. */
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
