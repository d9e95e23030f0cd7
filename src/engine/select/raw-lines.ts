import {Buffer} from 'node:buffer';
import {GrowingBytes} from '../../events/lines/growing-bytes.ts';
import {LineSplitter, type SplitLine} from '../../events/lines/split-lines.ts';

export type RawLinesSink = {
	/** @param isOpen - It is over the limit of a line and has not ended: this is its start. */
	readonly onLine: (line: SplitLine, raw: Buffer, isOpen: boolean) => void;
	/** More of the open line. */
	readonly onRest: (raw: Buffer, end: LineEnd) => void;
};

export type LineEnd = 'open' | 'terminated' | 'unterminated';

/**
Lines together with their very bytes, newline included. The bytes are only lent: they change after `write` has returned.

A line over the limit is never held as a whole. It is handed over by its start, as soon as all bytes of a `write` were looked at, and then piece by piece.
*/
export class RawLines {
	readonly #splitter: LineSplitter;
	readonly #sink: RawLinesSink;
	/** What came before and belongs to no line yet. */
	readonly #held = new GrowingBytes();
	/** That, and what is written now: the lines that are handed over are in it, from `#position` on. */
	#bytes: Buffer = this.#held.all;
	#position = 0;
	/** How much of a line was handed over that has not ended. */
	#openBytes = 0;

	/** @param options - Those of `LineSplitter`. */
	constructor(sink: RawLinesSink, options: {maxLineBytes?: number} = {}) {
		this.#sink = sink;
		this.#splitter = new LineSplitter(line => this.#handOver(line), options);
	}

	write(bytes: Uint8Array): void {
		this.#bytes = this.#joined(bytes);
		this.#splitter.write(bytes);
		const {long} = this.#splitter;
		if (long !== undefined) {
			this.#handOverOpen(long);
		}
		this.#hold();
	}

	end(): void {
		this.#splitter.end();
	}

	#joined(bytes: Uint8Array): Buffer {
		if (this.#held.length === 0) {
			return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		}
		this.#held.add(bytes);
		return this.#held.all;
	}

	#hold(): void {
		if (this.#position > 0 || this.#held.length === 0) {
			const rest = this.#bytes.subarray(this.#position);
			this.#held.clear();
			this.#held.add(rest);
		}
		this.#bytes = this.#held.all;
		this.#position = 0;
	}

	#handOver(line: SplitLine): void {
		const raw = this.#take(line.byteLength - this.#openBytes);
		if (this.#openBytes === 0) {
			this.#sink.onLine(line, raw, false);
		} else {
			this.#openBytes = 0;
			this.#sink.onRest(raw, line.terminated ? 'terminated' : 'unterminated');
		}
	}

	#handOverOpen(long: SplitLine): void {
		const raw = this.#take(Number.POSITIVE_INFINITY);
		const isStart = this.#openBytes === 0;
		this.#openBytes += raw.length;
		if (isStart) {
			this.#sink.onLine(long, raw, true);
		} else {
			this.#sink.onRest(raw, 'open');
		}
	}

	#take(byteLength: number): Buffer {
		const raw = this.#bytes.subarray(this.#position, this.#position + byteLength);
		this.#position += raw.length;
		return raw;
	}
}
