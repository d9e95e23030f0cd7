import {Buffer} from 'node:buffer';
import {closeSync, readSync} from 'node:fs';
import type {ArrivalTimes} from './recording/arrival-times.ts';

/**
A place from which lines can be read back. Offsets keep growing while it is written to, even after its start has been
removed.
*/
export type ByteStore = {
	/** The first byte that still exists. */
	readonly firstOffset: number;
	/** @returns Fewer bytes if some are missing or already gone. */
	read(offset: number, byteLength: number): Buffer;
	/**
	The same into existing memory. Only for stores that can read ranges of any length.

	@returns How many bytes.
	*/
	readInto?(offset: number, target: Uint8Array): number;
	/** When the line at an offset arrived. Only for logs without times whose arrival times are known. */
	timeAt?(offset: number): number | undefined;
};

/** An existing file. */
export class FileStore implements ByteStore {
	readonly firstOffset = 0;
	readonly #fd: number;
	readonly #arrivals: ArrivalTimes | undefined;
	readonly #startOffset: number;

	/** @param startOffset - Position of offset 0 in the file. */
	constructor(fd: number, {arrivals, startOffset = 0}: {readonly arrivals?: ArrivalTimes | undefined; readonly startOffset?: number} = {}) {
		this.#fd = fd;
		this.#arrivals = arrivals;
		this.#startOffset = startOffset;
	}

	timeAt(offset: number): number | undefined {
		return this.#arrivals?.at(offset);
	}

	read(offset: number, byteLength: number): Buffer {
		return readFully(this.#fd, this.#startOffset + offset, byteLength);
	}

	readInto(offset: number, target: Uint8Array): number {
		return fillFrom(this.#fd, this.#startOffset + offset, target);
	}

	close(): void {
		closeSync(this.#fd);
	}
}

/** Reads until it has everything or the file ends. A file that can no longer be read has no bytes. */
export function readFully(fd: number, offset: number, byteLength: number): Buffer {
	const buffer = Buffer.allocUnsafe(byteLength);
	return buffer.subarray(0, fillFrom(fd, offset, buffer));
}

/**
The same into existing memory.

@returns How many bytes.
*/
export function fillFrom(fd: number, offset: number, buffer: Uint8Array): number {
	let length = 0;
	try {
		while (length < buffer.length) {
			const count = readSync(fd, buffer, length, buffer.length - length, offset + length);
			if (count === 0) {
				break;
			}
			length += count;
		}
	} catch {
		length = 0;
	}
	return length;
}
