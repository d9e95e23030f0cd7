import {Buffer, isUtf8} from 'node:buffer';
import {linesAt} from '../../wasm/layout.ts';
import {LineSplitter, maxLineBytes, type PartialLine, partialLine, type SplitLine} from '../lines/split-lines.ts';
import type {ReadOptions} from '../read-options.ts';
import type {ScannedLines} from './scan-lane.ts';
import {ScannedEvent} from './scanned-event.ts';
import {memoryOfLines, Scanner} from './scanner.ts';

export type LineSink = {
	/** Lines that are one event each, one after the other: `event` can be moved to the rows from `from` to before `to`, until the call returns. */
	readonly onEvents: (event: ScannedEvent, from: number, to: number) => void;
	/** Any other line: to be parsed. */
	readonly onLine: (line: SplitLine) => void;
};

export type LineScannerOptions = {
	/** So much is read without the scanner, which costs some milliseconds to begin with. */
	readonly scansAfterBytes?: number;
};

const chunkBytes = 256 * 1024; // what is read by turns of the scanner and the fold stays in the cache
const capacity = maxLineBytes + chunkBytes;
const usualStartBytes = 128 * 1024;
const lineFeed = 0x0a;

/**
Bytes into lines, as `LineSplitter` has them, and those that the scanner is sure of into events at once: together they are all lines, in their order.
*/
export class LineScanner {
	readonly #read: ReadOptions;
	readonly #sink: LineSink;
	readonly #splitter: LineSplitter;
	/** So many bytes, and what the line at their end has more, are for the splitter. */
	#splitBytes: number;
	/** `null` where lines can't be scanned. */
	#scanner: Scanner | null | undefined;
	#event: ScannedEvent | undefined;
	/** Bytes in the scanner's memory of a line that has not ended yet. */
	#held = 0;
	#heldSinceMs = 0;

	constructor(read: ReadOptions, sink: LineSink, {scansAfterBytes = usualStartBytes}: LineScannerOptions = {}) {
		this.#read = read;
		this.#sink = sink;
		this.#splitter = new LineSplitter(sink.onLine);
		this.#splitBytes = Math.max(1, scansAfterBytes); // a byte order mark is the splitter's
	}

	/**
	@param bytes - May be used again as soon as this returns.
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

	/** Takes lines that were scanned elsewhere. So far whole lines were written, or taken. */
	take({event, bytes, rows, from, stopped, to, isUsual}: ScannedLines): void {
		this.#split(bytes, this.#hand(event, rows, from, isUsual), stopped);
		this.write(bytes.subarray(stopped, to));
	}

	/** Hands over the last line if it has no newline. Nothing may be written afterwards. */
	end(): void {
		if (this.#held > 0) {
			this.#splitter.write(this.#scannerBytes(linesAt, linesAt + this.#held));
			this.#held = 0;
		}
		this.#splitter.end();
	}

	/** The line that has begun and not ended. */
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

	/** @param from - Of what is new in the scanner's memory. */
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

	/** Hands over rows, and the lines between them. @param from - From there on lines are not handed over yet. @returns The same afterwards. */
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

	/** @returns The first row from `row` on that is none that is sure. */
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

	/** What is the splitter's, up to the end of a line. @returns Where the rest starts. */
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
