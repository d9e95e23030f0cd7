import {Buffer} from 'node:buffer';
import {closeSync, readSync} from 'node:fs';
import type {ArrivalTimes} from './recording/arrival-times.ts';

/** Where lines can be read again. Offsets go on for as long as it is written to, also where its start is gone. */
export type ByteStore = {
	/** The first byte that is still there. */
	readonly firstOffset: number;
	/** @returns Fewer bytes where not all are there (any more). */
	read(offset: number, byteLength: number): Buffer;
	/** The same into memory that is there, where stretches of any length can be read. @returns How many bytes. */
	readInto?(offset: number, target: Uint8Array): number;
	/** When the line at an offset came, where no line has a time and that is known. */
	timeAt?(offset: number): number | undefined;
};

/** A file that is there anyway. */
export class FileStore implements ByteStore {
	readonly firstOffset = 0;
	readonly #fd: number;
	readonly #arrivals: ArrivalTimes | undefined;
	readonly #startOffset: number;

	/** @param startOffset - Where in the file the offset 0 is. */
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

/** Reads until all is there or the file ends. A file that can't be read any more has no bytes. */
export function readFully(fd: number, offset: number, byteLength: number): Buffer {
	const buffer = Buffer.allocUnsafe(byteLength);
	return buffer.subarray(0, fillFrom(fd, offset, buffer));
}

/** The same into memory that is there. @returns How many bytes. */
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
