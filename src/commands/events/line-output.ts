import {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {visibleLines} from '../../screen/text/sanitize.ts';
import {ReaderGoneError} from '../print.ts';

const newline = Buffer.from('\n');
const flushBytes = 64 * 1024;

/**
Writes lines to stdout: byte for byte to a pipe or a file, with control characters made visible on a terminal. Buffers
lines until `flush`, which waits for the reader.
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

	/** @param write - Resolves when everything is written. */
	constructor(write: (bytes: Buffer) => Promise<void>, isTerminal: boolean) {
		this.#write = write;
		this.#isTerminal = isTerminal;
	}

	/** Lines written so far. */
	get lines(): number {
		return this.#lines;
	}

	/** The reader is gone, so reading can stop. */
	get isClosed(): boolean {
		return this.#isClosed;
	}

	/**
	@param raw - Copied.
	@param lines - How many lines `raw` holds; 0 continues the last line.
	*/
	add(raw: Buffer, isTerminated: boolean, lines = 1): void {
		if (this.#lacksNewline && lines > 0) {
			this.#push(Buffer.from(this.#decoder.end()));
			this.#push(newline);
		}
		this.#push(this.#isTerminal ? this.#visible(raw) : Buffer.from(raw));
		this.#lacksNewline = !isTerminated;
		this.#lines += lines;
	}

	/** Writes the buffer, unless it is small and more is to come. */
	async flush({isEnd}: {readonly isEnd: boolean}): Promise<void> {
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

	/** Call after the last line. */
	end(): Promise<void> {
		this.#push(Buffer.from(this.#decoder.end()));
		return this.flush({isEnd: true});
	}

	#push(bytes: Buffer): void {
		this.#pieces.push(bytes);
		this.#bytes += bytes.length;
	}

	/** Decodes as a stream, because the piece of a long line may end within a character. */
	#visible(raw: Buffer): Buffer {
		return Buffer.from(visibleLines(this.#decoder.write(raw)));
	}
}
