import {Buffer} from 'node:buffer';
import type {SplitLine} from '../events/split-lines.ts';

const lineFeed = 0x0a;
const maxLineBytes = 1024 * 1024; // the longest that is read as a line

export type Run = {readonly bytes: Buffer; readonly lines: number};

/**
Cuts a stream after its last newline, so that two streams can go into one recording and no line is torn. Of a line over 1 MiB only the start is kept, and that it
is too long can still be seen.
*/
export class WholeLines {
	#held: Buffer[] = [];
	#heldBytes = 0;

	/** @returns The lines that are whole by now, in memory of their own. */
	push(bytes: Uint8Array): Run {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const pieces: Buffer[] = [];
		let lines = 0;
		let start = 0;
		for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
			lines++;
			if (this.#heldBytes > 0) {
				this.#hold(chunk.subarray(start, end));
				pieces.push(...this.#takeHeld(), newline);
			} else {
				pieces.push(...lineOf(chunk, start, end));
			}
			start = end + 1;
		}
		this.#hold(chunk.subarray(start));
		return {bytes: Buffer.concat(merged(pieces)), lines};
	}

	/** What has come of the line that is not whole yet. */
	get held(): Buffer {
		return Buffer.concat(this.#held);
	}

	/** The last line, given the newline it lacks. */
	end(): Run {
		return this.#heldBytes === 0 ? {bytes: Buffer.alloc(0), lines: 0} : {bytes: Buffer.concat([...this.#takeHeld(), newline]), lines: 1};
	}

	/** How many bytes of a run a line takes. */
	static storedBytes({byteLength, terminated}: SplitLine): number {
		return Math.min(byteLength + (terminated ? 0 : 1), maxLineBytes + 2);
	}

	#hold(bytes: Buffer): void {
		const room = maxLineBytes + 1 - this.#heldBytes;
		if (bytes.length > 0 && room > 0) {
			const kept = Buffer.from(bytes.subarray(0, room));
			this.#held.push(kept);
			this.#heldBytes += kept.length;
		}
	}

	#takeHeld(): readonly Buffer[] {
		const held = this.#held;
		this.#held = [];
		this.#heldBytes = 0;
		return held;
	}
}

const newline = Buffer.from('\n');

function lineOf(chunk: Buffer, start: number, end: number): readonly Buffer[] {
	return end - start > maxLineBytes ? [chunk.subarray(start, start + maxLineBytes + 1), newline] : [chunk.subarray(start, end + 1)];
}

/** Neighbours in memory as one piece: most chunks are then copied at once. */
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
