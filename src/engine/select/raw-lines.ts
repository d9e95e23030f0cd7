import {Buffer} from 'node:buffer';
import {GrowingBytes} from '../../events/lines/growing-bytes.ts';
import {LineSplitter, type SplitLine} from '../../events/lines/split-lines.ts';

export type RawLinesSink = {
	/** @param isOpen - The line is over the limit and has not ended yet; this is its start. */
	readonly onLine: (line: SplitLine, raw: Buffer, state: {readonly isOpen: boolean}) => void;
	/** More of the open line. */
	readonly onRest: (raw: Buffer, end: LineEnd) => void;
};

export type LineEnd = 'open' | 'terminated' | 'unterminated';

/**
Lines together with their raw bytes, newline included. The bytes are only valid until `write` returns.

A line over the limit is never held in full. Its start is passed on once a `write` has been processed, and the rest
follows piece by piece.
*/
export class RawLines {
	readonly #splitter: LineSplitter;
	readonly #sink: RawLinesSink;
	/** Bytes of earlier writes that don't form a complete line yet. */
	readonly #held = new GrowingBytes();
	/** The held bytes plus the current write; lines are passed on from `#position`. */
	#bytes: Buffer = this.#held.all;
	#position = 0;
	/** Number of bytes already passed on of a line that has not ended. */
	#openBytes = 0;

	/** @param options - Passed to `LineSplitter`. */
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
			this.#sink.onLine(line, raw, {isOpen: false});
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
			this.#sink.onLine(long, raw, {isOpen: true});
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
