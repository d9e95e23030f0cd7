import {Buffer} from 'node:buffer';
import type {ByteStore} from './byte-store.ts';
import type {Run} from './whole-lines.ts';

export type RingLimits = {readonly maxBytes: number; readonly maxLines: number};

type HeldRun = Run & {readonly offset: number};

/** The newest lines in memory, bounded in bytes and in lines. Whole runs of lines go in and out. */
export class Ring implements ByteStore {
	readonly #limits: RingLimits;
	#runs: HeldRun[] = [];
	#first = 0;
	#bytes = 0;
	#lines = 0;
	#endOffset = 0;

	constructor(limits: RingLimits) {
		this.#limits = limits;
	}

	get firstOffset(): number {
		return this.#runs[this.#first]?.offset ?? this.#endOffset;
	}

	get endOffset(): number {
		return this.#endOffset;
	}

	/**
	@param run - Kept: its memory must not be used again.
	@returns Its offset. The newest run stays whatever its size.
	*/
	append({bytes, lines}: Run): number {
		const offset = this.#endOffset;
		if (bytes.length > 0) {
			this.#runs.push({offset, bytes, lines});
			this.#endOffset += bytes.length;
			this.#bytes += bytes.length;
			this.#lines += lines;
			this.#fit();
		}
		return offset;
	}

	read(offset: number, byteLength: number): Buffer {
		return Buffer.concat(this.runs(offset, offset + byteLength));
	}

	readInto(offset: number, target: Uint8Array): number {
		let length = 0;
		for (const piece of this.runs(offset, offset + target.length)) {
			target.set(piece, length);
			length += piece.length;
		}
		return length;
	}

	/** What is held of a range, without copying it. */
	runs(from: number, to: number): Buffer[] {
		const pieces: Buffer[] = [];
		for (let index = this.#runAt(from); index < this.#runs.length; index++) {
			const run = this.#runs[index];
			if (run === undefined || run.offset >= to) {
				break;
			}
			pieces.push(run.bytes.subarray(Math.max(0, from - run.offset), to - run.offset));
		}
		return pieces;
	}

	/** Whole runs from an offset on, in one piece: as many as reach some length, and at least one. */
	wholeRuns(from: number, bytes: number): Buffer {
		const runs = this.runs(from, this.#endOffset);
		let length = 0;
		const last = runs.findIndex(run => {
			length += run.length;
			return length >= bytes;
		});
		return Buffer.concat(last === -1 ? runs : runs.slice(0, last + 1));
	}

	/** Index of the first run that ends after an offset. */
	#runAt(offset: number): number {
		let low = this.#first;
		let high = this.#runs.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const run = this.#runs[middle];
			if (run !== undefined && run.offset + run.bytes.length <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}

	#fit(): void {
		while ((this.#bytes > this.#limits.maxBytes || this.#lines > this.#limits.maxLines) && this.#first < this.#runs.length - 1) {
			const run = this.#runs[this.#first++];
			this.#bytes -= run?.bytes.length ?? 0;
			this.#lines -= run?.lines ?? 0;
		}
		if (this.#first > 1024 || this.#first > this.#runs.length / 2) {
			this.#runs = this.#runs.slice(this.#first);
			this.#first = 0;
		}
	}
}
