import {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {visibleLines} from '../../screen/text/sanitize.ts';
import {ReaderGoneError} from '../print.ts';

const newline = Buffer.from('\n');
const flushBytes = 64 * 1024;

/**
Lines to stdout: byte for byte to a pipe or a file, with controls made visible on a terminal. Lines gather until `flush`, which waits for the reader.
*/
export class LineOutput {
	readonly #write: (bytes: Buffer) => Promise<void>;
	readonly #isTerminal: boolean;
	#pieces: Buffer[] = [];
	#bytes = 0;
	#lacksNewline = false;
	readonly #decoder = new StringDecoder();
	#lines = 0;
	#isClosed = false;

	/** @param write - Resolves when all of it is written. */
	constructor(write: (bytes: Buffer) => Promise<void>, isTerminal: boolean) {
		this.#write = write;
		this.#isTerminal = isTerminal;
	}

	/** Lines written so far. */
	get lines(): number {
		return this.#lines;
	}

	/** The reader has gone: nothing more needs to be read. */
	get isClosed(): boolean {
		return this.#isClosed;
	}

	/** @param raw - A line, or as many as `lines` says; of 0 it goes on with the last one. Copied. */
	add(raw: Buffer, isTerminated: boolean, lines = 1): void {
		if (this.#lacksNewline && lines > 0) {
			this.#push(Buffer.from(this.#decoder.end()));
			this.#push(newline);
		}
		this.#push(this.#isTerminal ? this.#visible(raw) : Buffer.from(raw));
		this.#lacksNewline = !isTerminated;
		this.#lines += lines;
	}

	/** Writes what has gathered, unless that is little and more is to come. */
	async flush(isEnd: boolean): Promise<void> {
		if (this.#bytes > (isEnd ? 0 : flushBytes) && !this.#isClosed) {
			const bytes = Buffer.concat(this.#pieces);
			this.#pieces = [];
			this.#bytes = 0;
			await this.#write(bytes).catch((error: unknown) => {
				if (!(error instanceof ReaderGoneError)) {
					throw error;
				}
				this.#isClosed = true;
			});
		}
	}

	/** Nothing more comes. */
	end(): Promise<void> {
		this.#push(Buffer.from(this.#decoder.end()));
		return this.flush(true);
	}

	#push(bytes: Buffer): void {
		this.#pieces.push(bytes);
		this.#bytes += bytes.length;
	}

	/** A character may be cut where the piece of a long line ends. */
	#visible(raw: Buffer): Buffer {
		return Buffer.from(visibleLines(this.#decoder.write(raw)));
	}
}
