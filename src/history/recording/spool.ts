import {Buffer} from 'node:buffer';
import {closeSync, writeSync} from 'node:fs';
import {openNamelessFile} from '../../files/own-folder.ts';
import {fillFrom} from '../byte-store.ts';
import type {Run} from './whole-lines.ts';

const chunkBytes = 1024 * 1024;

/**
Stores the lines of a pipe for reading them again from the start, in a nameless file that disappears with the program
however it ends.
*/
export class Spool {
	readonly #maxBytes: number;
	readonly #fd: number;
	#length = 0;
	#isFull = false;

	/** @throws When the file can't be created. */
	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes;
		this.#fd = openNamelessFile();
	}

	/** @returns Whether there was room for all of it, on the disk too. Once there is not, nothing more is accepted. */
	append({pieces, byteLength}: Run): boolean {
		this.#isFull ||= this.#length + byteLength > this.#maxBytes || !this.#write(pieces);
		return !this.#isFull;
	}

	/** Whole lines. The next chunk reuses the memory. */
	*chunks(): Generator<Buffer> {
		const memory = Buffer.allocUnsafe(chunkBytes);
		for (let offset = 0; offset < this.#length; ) {
			const length = fillFrom(this.#fd, offset, memory.subarray(0, Math.min(chunkBytes, this.#length - offset)));
			if (length === 0) {
				return;
			}
			yield memory.subarray(0, length);
			offset += length;
		}
	}

	close(): void {
		closeSync(this.#fd);
	}

	#write(pieces: readonly Uint8Array[]): boolean {
		let end = this.#length;
		try {
			for (const piece of pieces) {
				for (let written = 0; written < piece.length; ) {
					const count = writeSync(this.#fd, piece, written, piece.length - written, end);
					written += count;
					end += count;
				}
			}
		} catch {
			return false;
		}
		this.#length = end;
		return true;
	}
}
