import {Buffer, isUtf8} from 'node:buffer';
import {linesAt} from '../../wasm/layout.ts';
import {type PartialLine, partialLine} from '../lines/line-start.ts';
import {LineSplitter, maxLineBytes, type SplitLine} from '../lines/split-lines.ts';
import type {ReadOptions} from '../read-options.ts';
import type {ScannedLines} from './scan-lane.ts';
import {ScannedEvent} from './scanned-event.ts';
import {memoryOfLines, Scanner} from './scanner.ts';

export type LineSink = {
	/** Consecutive lines of one event each. Until the call returns, `event` can be moved to the rows `[from, to)`. */
	readonly onEvents: (event: ScannedEvent, from: number, to: number) => void;
	/** Any other line, to be parsed. */
	readonly onLine: (line: SplitLine) => void;
};

export type LineScannerOptions = {
	/** This many bytes are read without the scanner, because starting it costs some milliseconds. */
	readonly scansAfterBytes?: number;
};

const chunkBytes = 256 * 1024; // small enough to stay in the cache while the scanner and the fold take turns
const capacity = maxLineBytes + chunkBytes;
const usualStartBytes = 128 * 1024;
const lineFeed = 0x0a;

/**
Splits bytes into lines like `LineSplitter`, and turns those that the scanner is sure of directly into events. Together
they are all lines, in order.
*/
export class LineScanner {
	readonly #read: ReadOptions;
	readonly #sink: LineSink;
	readonly #splitter: LineSplitter;
	/** This many bytes, up to the end of the line they end in, go to the splitter. */
	#splitBytes: number;
	/** `null` when lines can't be scanned. */
	#scanner: Scanner | null | undefined;
	#event: ScannedEvent | undefined;
	/** Bytes of an unfinished line in the scanner's memory. */
	#held = 0;
	#heldSinceMs = 0;

	constructor(read: ReadOptions, sink: LineSink, {scansAfterBytes = usualStartBytes}: LineScannerOptions = {}) {
		this.#read = read;
		this.#sink = sink;
		this.#splitter = new LineSplitter(sink.onLine);
		this.#splitBytes = Math.max(1, scansAfterBytes); // the splitter handles a byte order mark
	}

	/**
	@param bytes - May be reused as soon as this returns.
	@throws SourceError when the source begins with the byte order mark of UTF-16.
	*/
	write(bytes: Uint8Array): void {
		let start = 0;
		while (start < bytes.length) {
			if (this.#splitBytes > 0) {
				start = this.#splitLines(bytes, start);
				continue;
			}
			const scanner = this.#scannerNow();
			if (scanner === null) {
				this.#splitter.write(bytes.subarray(start));
				return;
			}
			const end = Math.min(bytes.length, start + chunkBytes);
			scanner.bytes.set(bytes.subarray(start, end), linesAt + this.#held);
			this.#take(scanner, linesAt + this.#held, linesAt + this.#held + end - start);
			start = end;
		}
	}

	/** Takes lines that another thread scanned. Everything written or taken before must have ended with a whole line. */
	take({event, bytes, rows, from, stopped, to, isUsual}: ScannedLines): void {
		this.#split(bytes, this.#hand(event, rows, from, isUsual), stopped);
		this.write(bytes.subarray(stopped, to));
	}

	/** Hands over the last line if it has no newline. Don't write afterwards. */
	end(): void {
		if (this.#held > 0) {
			this.#splitter.write(this.#scannerBytes(linesAt, linesAt + this.#held));
			this.#held = 0;
		}
		this.#splitter.end();
	}

	/** The unfinished line. */
	get partial(): PartialLine | undefined {
		return this.#held === 0 ? this.#splitter.partial : partialLine(this.#scannerBytes(linesAt, linesAt + this.#held), this.#heldSinceMs);
	}

	#scannerNow(): Scanner | null {
		if (this.#scanner === undefined) {
			this.#scanner = Scanner.of(this.#read, memoryOfLines(capacity)) ?? null;
			this.#event = this.#scanner === null ? undefined : new ScannedEvent(this.#scanner.memory, this.#scanner.texts);
		}
		return this.#scanner;
	}

	#scannerBytes(from: number, to: number): Buffer {
		return this.#scanner?.bytes.subarray(from, to) ?? noBytes;
	}

	/** @param from - Start of the new bytes in the scanner's memory. */
	#take(scanner: Scanner, from: number, to: number): void {
		const {bytes} = scanner;
		const end = bytes.subarray(from, to).lastIndexOf(lineFeed) + 1;
		if (end > 0 || this.#held === 0) {
			this.#heldSinceMs = performance.now();
		}
		if (end > 0) {
			this.#scan(scanner, linesAt, from + end);
			bytes.copyWithin(linesAt, from + end, to);
			this.#held = to - from - end;
		} else {
			this.#held = to - linesAt;
		}
		if (this.#held > maxLineBytes) {
			this.#splitter.write(this.#scannerBytes(linesAt, linesAt + this.#held));
			this.#held = 0;
			this.#splitBytes = 1;
		}
	}

	#scan(scanner: Scanner, from: number, to: number): void {
		const event = this.#event;
		const isUsual = to - from <= maxLineBytes && isUtf8(scanner.bytes.subarray(from, to));
		let start = from;
		let unsure = from;
		while (start < to && event !== undefined) {
			unsure = this.#hand(event, scanner.scan(start, to), unsure, isUsual);
			start = scanner.stopped;
		}
		this.#split(scanner.bytes, unsure, to);
	}

	/**
	Hands over rows, and the lines between them.

	@param from - Start of the lines that are not handed over yet.
	@returns The new start.
	*/
	#hand(event: ScannedEvent, rows: number, from: number, isUsual: boolean): number {
		let unsure = from;
		for (let row = 0; row < rows; row++) {
			const end = this.#eventsEnd(event, row, rows, isUsual);
			if (end > row) {
				event.moveTo(row);
				this.#split(event.bytes, unsure, event.from);
				event.moveTo(end - 1);
				unsure = event.to;
				this.#sink.onEvents(event, row, end);
			}
			row = end;
		}
		return unsure;
	}

	/** @returns The first row from `row` on that is not a certain event. */
	#eventsEnd(event: ScannedEvent, row: number, rows: number, isUsual: boolean): number {
		let end = event.eventsEnd(row, rows);
		for (let at = row; at < end && !isUsual; at++) {
			event.moveTo(at);
			const {from, to} = event;
			if (to - from > maxLineBytes + 1 || !isUtf8(event.bytes.subarray(from, to))) {
				end = at;
			}
		}
		return end;
	}

	#split(bytes: Buffer, from: number, to: number): void {
		if (from < to) {
			this.#splitter.write(bytes.subarray(from, to));
		}
	}

	/**
	Passes the splitter its share, up to the end of a line.

	@returns Where the rest starts.
	*/
	#splitLines(bytes: Uint8Array, start: number): number {
		const from = start + this.#splitBytes - 1;
		const feed = from < bytes.length ? bytes.indexOf(lineFeed, from) : -1;
		const end = feed === -1 ? bytes.length : feed + 1;
		this.#splitter.write(bytes.subarray(start, end));
		this.#splitBytes = feed === -1 ? Math.max(1, this.#splitBytes - (end - start)) : 0;
		return end;
	}
}

const noBytes = Buffer.alloc(0);
