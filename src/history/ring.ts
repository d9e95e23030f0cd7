import {Buffer} from 'node:buffer';
import type {ByteStore} from './byte-store.ts';
import type {Run} from './recording/whole-lines.ts';

export type RingLimits = {readonly maxBytes: number; readonly maxLines: number};

/** Lines that leave together. */
type Stretch = {readonly offset: number; byteLength: number; lines: number};

const leastBytes = 64 * 1024;
// Lines leave in this fraction of the limits, so that a slow stream does not need an object per line.
const shares = 1024;

/**
The newest lines in memory, limited in bytes and lines. Whole runs of lines go in and out.

It is a single circular buffer: a fast stream would otherwise produce more garbage than is collected meanwhile.
*/
export class Ring implements ByteStore {
	readonly #limits: RingLimits;
	/** The byte at an offset is stored at the offset modulo the length. */
	#memory = Buffer.alloc(0);
	#stretches: Stretch[] = [];
	#first = 0;
	#lines = 0;
	#endOffset = 0;

	constructor(limits: RingLimits) {
		this.#limits = limits;
	}

	get firstOffset(): number {
		return this.#stretches[this.#first]?.offset ?? this.#endOffset;
	}

	get endOffset(): number {
		return this.#endOffset;
	}

	/** @returns Its offset. The newest run stays, whatever its size. */
	append({pieces, byteLength, lines}: Run): number {
		const offset = this.#endOffset;
		if (byteLength > 0) {
			this.#makeRoom(byteLength, lines);
			for (const piece of pieces) {
				this.#put(piece);
			}
			this.#note(offset, byteLength, lines);
		}
		return offset;
	}

	read(offset: number, byteLength: number): Buffer {
		const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(byteLength, this.#endOffset - offset)));
		return bytes.subarray(0, this.readInto(offset, bytes));
	}

	readInto(offset: number, target: Uint8Array): number {
		if (offset < this.firstOffset) {
			return 0;
		}
		const length = Math.max(0, Math.min(target.length, this.#endOffset - offset));
		for (let done = 0; done < length; ) {
			const at = (offset + done) % this.#memory.length;
			done += this.#memory.copy(target, done, at, at + length - done);
		}
		return length;
	}

	/** The end of the lines that reach a given length from an offset on. At least one stretch. */
	wholeEnd(from: number, bytes: number): number {
		for (let index = this.#stretchAt(from); index < this.#stretches.length; index++) {
			const stretch = this.#stretches[index];
			if (stretch !== undefined && endOf(stretch) - from >= bytes) {
				return endOf(stretch);
			}
		}
		return this.#endOffset;
	}

	#put(piece: Uint8Array): void {
		for (let done = 0; done < piece.length; ) {
			const at = this.#endOffset % this.#memory.length;
			const part = piece.subarray(done, done + this.#memory.length - at);
			this.#memory.set(part, at);
			this.#endOffset += part.length;
			done += part.length;
		}
	}

	#note(offset: number, byteLength: number, lines: number): void {
		const {maxBytes, maxLines} = this.#limits;
		const last = this.#stretches.at(-1);
		const isRoom = last !== undefined && last.byteLength + byteLength <= maxBytes / shares && last.lines + lines <= maxLines / shares;
		if (isRoom) {
			last.byteLength += byteLength;
			last.lines += lines;
		} else {
			this.#stretches.push({offset, byteLength, lines});
		}
		this.#lines += lines;
	}

	/** Index of the first stretch that ends after an offset. */
	#stretchAt(offset: number): number {
		let low = this.#first;
		let high = this.#stretches.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const stretch = this.#stretches[middle];
			if (stretch !== undefined && endOf(stretch) <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}

	#makeRoom(byteLength: number, lines: number): void {
		const {maxBytes, maxLines} = this.#limits;
		const heldBytes = () => this.#endOffset - this.firstOffset;
		while (this.#first < this.#stretches.length && (heldBytes() + byteLength > maxBytes || this.#lines + lines > maxLines)) {
			this.#lines -= this.#stretches[this.#first++]?.lines ?? 0;
		}
		if (this.#first > shares || this.#first > this.#stretches.length / 2) {
			this.#stretches = this.#stretches.slice(this.#first);
			this.#first = 0;
		}
		const needed = heldBytes() + byteLength;
		if (needed > this.#memory.length) {
			this.#grow(Math.max(needed, Math.min(maxBytes, Math.max(leastBytes, 2 * this.#memory.length))));
		}
	}

	#grow(length: number): void {
		const {firstOffset} = this;
		const held = this.read(firstOffset, this.#endOffset - firstOffset);
		this.#memory = Buffer.alloc(length);
		this.#endOffset = firstOffset;
		this.#put(held);
	}
}

const endOf = ({offset, byteLength}: Stretch): number => offset + byteLength;
