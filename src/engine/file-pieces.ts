import type {Buffer} from 'node:buffer';
import {type FileReading, type OpenedFile, readFile} from '../sources/index.ts';

const pieceBytes = 16 * 1024; // its lines are held when another file's are due first

/** The bytes of a file, so few at a time that not many lines have to wait where several files are read together. */
export class FilePieces {
	readonly #chunks: AsyncGenerator<Buffer>;
	readonly #onChunk: () => Promise<void>;
	#chunk: Buffer | undefined;
	#position = 0;

	/** @param onChunk - Called before the next bytes of the file are handed out; the wait holds up the reading. */
	constructor(file: string | OpenedFile, reading: FileReading, onChunk: () => Promise<void> = async () => {}) {
		this.#chunks = readFile(file, reading);
		this.#onChunk = onChunk;
	}

	/** @returns Memory that is used again for the next piece; `undefined` at the end. */
	async next(): Promise<Buffer | undefined> {
		if (this.#chunk === undefined || this.#position >= this.#chunk.length) {
			const {value} = await this.#chunks.next();
			this.#chunk = value;
			this.#position = 0;
			if (value === undefined) {
				return undefined;
			}
			await this.#onChunk();
		}
		const piece = this.#chunk?.subarray(this.#position, this.#position + pieceBytes);
		this.#position += pieceBytes;
		return piece;
	}
}
