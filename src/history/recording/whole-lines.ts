import {Buffer} from 'node:buffer';
import {GrowingBytes} from '../../events/lines/growing-bytes.ts';
import {maxLineBytes, type SplitLine} from '../../events/lines/split-lines.ts';

const lineFeed = 0x0a;

/** Whole lines, in borrowed pieces: valid until the next run is made and while the source bytes stay unchanged. */
export type Run = {readonly pieces: readonly Uint8Array[]; readonly byteLength: number; readonly lines: number};

/**
Cuts a stream after its last newline, so two streams can share a recording without torn lines. A line over 1 MiB is
reduced to a start that is still recognizably too long.
*/
export class WholeLines {
	readonly #held = new GrowingBytes();

	/** @returns The lines completed so far. */
	push(bytes: Uint8Array): Run {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const pieces: Buffer[] = [];
		let lines = 0;
		let start = 0;
		for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
			lines++;
			if (this.#held.length > 0) {
				this.#hold(chunk.subarray(start, end));
				pieces.push(this.#held.take(), newline);
			} else {
				pieces.push(...lineOf(chunk, start, end));
			}
			start = end + 1;
		}
		this.#hold(chunk.subarray(start));
		return runOf(merged(pieces), lines);
	}

	/** The start of the unfinished line. */
	get held(): Buffer {
		return this.#held.all;
	}

	/** The last line, with the newline that it lacks. */
	end(): Run {
		return this.#held.length === 0 ? runOf([], 0) : runOf([this.#held.take(), newline], 1);
	}

	/** How many bytes of a run a line takes. */
	static storedBytes({byteLength, terminated}: SplitLine): number {
		return Math.min(byteLength + (terminated ? 0 : 1), maxLineBytes + 2);
	}

	#hold(bytes: Buffer): void {
		this.#held.add(bytes.subarray(0, Math.max(0, maxLineBytes + 1 - this.#held.length)));
	}
}

const newline = Buffer.from('\n');

export function runOf(pieces: readonly Uint8Array[], lines: number): Run {
	return {pieces, byteLength: pieces.reduce((length, piece) => length + piece.length, 0), lines};
}

function lineOf(chunk: Buffer, start: number, end: number): readonly Buffer[] {
	return end - start > maxLineBytes ? [chunk.subarray(start, start + maxLineBytes + 1), newline] : [chunk.subarray(start, end + 1)];
}

/** Merges pieces that are adjacent in memory. For most chunks, just one is left. */
function merged(pieces: readonly Buffer[]): readonly Buffer[] {
	const result: Buffer[] = [];
	for (const piece of pieces) {
		const last = result.at(-1);
		if (last !== undefined && last.buffer === piece.buffer && last.byteOffset + last.length === piece.byteOffset) {
			result[result.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + piece.length);
		} else {
			result.push(piece);
		}
	}
	return result;
}
