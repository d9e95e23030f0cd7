import {Buffer} from 'node:buffer';
import {LineSplitter, type SplitLine} from '../events/split-lines.ts';

export type OnRawLine = (line: SplitLine, raw: Buffer) => void;

/** Lines together with their very bytes, newline included. The bytes are only lent: they change after `write` has returned. */
export class RawLines {
	readonly #splitter: LineSplitter;
	/** What came and belongs to no line yet, or to those that are being handed over. */
	#pieces: Buffer[] = [];
	#position = 0;

	constructor(onLine: OnRawLine) {
		this.#splitter = new LineSplitter(line => onLine(line, this.#take(line.byteLength)));
	}

	write(bytes: Uint8Array): void {
		this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		this.#splitter.write(bytes);
		const last = this.#pieces.pop();
		if (last !== undefined) {
			this.#pieces.push(Buffer.from(last.subarray(this.#position)));
			this.#position = 0;
		}
	}

	end(): void {
		this.#splitter.end();
	}

	#take(byteLength: number): Buffer {
		if (this.#pieces.length > 1) {
			this.#pieces = [Buffer.concat(this.#pieces)];
		}
		const raw = this.#pieces[0]?.subarray(this.#position, this.#position + byteLength) ?? Buffer.alloc(0);
		this.#position += byteLength;
		return raw;
	}
}
