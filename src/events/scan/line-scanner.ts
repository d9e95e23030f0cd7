import type {Buffer} from 'node:buffer';
import type {ReadOptions} from '../read-options.ts';
import {LineSplitter, maxLineBytes, type SplitLine} from '../split-lines.ts';
import {linesAt} from './layout.ts';
import {ScannedEvent} from './scanned-event.ts';
import {Scanner} from './scanner.ts';

export type LineSink = {
	/** A line that is one event. It is the same object each time, and this line's only until the call returns. */
	readonly onEvent: (event: ScannedEvent) => void;
	/** Any other line: to be parsed. */
	readonly onLine: (line: SplitLine) => void;
};

const chunkBytes = 256 * 1024;
const capacity = maxLineBytes + chunkBytes;
const lineFeed = 0x0a;

/**
Bytes into lines, as `LineSplitter` has them, and those that the scanner is sure of into events at once: together they are all lines, in their order.
*/
export class LineScanner {
	readonly #scanner: Scanner;
	readonly #event: ScannedEvent;
	readonly #sink: LineSink;
	#splitter: LineSplitter | undefined;
	/** Bytes in the scanner's memory of a line that has not ended yet. */
	#held = 0;
	/** What comes is for the splitter until a line ends. */
	#isSplitting = false;

	private constructor(scanner: Scanner, sink: LineSink) {
		this.#scanner = scanner;
		this.#event = new ScannedEvent(scanner.bytes, scanner.texts);
		this.#sink = sink;
	}

	/** @returns `undefined` where lines can't be scanned. */
	static of(read: ReadOptions, sink: LineSink): LineScanner | undefined {
		const scanner = Scanner.of(read, capacity);
		return scanner && new LineScanner(scanner, sink);
	}

	/**
	@param bytes - May be used again as soon as this returns.
	@throws SourceError when the source begins with the byte order mark of UTF-16.
	*/
	write(bytes: Uint8Array): void {
		const {bytes: memory} = this.#scanner;
		let start = 0;
		if (this.#splitter === undefined && bytes.length > 0) {
			// No line of text begins so, but a byte order mark does.
			const mayBeMark = (bytes[0] ?? 0) >= 0xef;
			this.#splitter = new LineSplitter(this.#sink.onLine, {startsInside: !mayBeMark});
			this.#isSplitting = mayBeMark;
		}
		while (start < bytes.length) {
			if (this.#isSplitting) {
				start = this.#splitOneLine(bytes, start);
				continue;
			}
			const end = Math.min(bytes.length, start + capacity - this.#held);
			memory.set(bytes.subarray(start, end), linesAt + this.#held);
			this.#take(linesAt + this.#held, linesAt + this.#held + end - start);
			start = end;
		}
	}

	/** Hands over the last line if it has no newline. Nothing may be written afterwards. */
	end(): void {
		this.#splitter?.write(this.#scanner.bytes.subarray(linesAt, linesAt + this.#held));
		this.#splitter?.end();
	}

	/** @param from - Of what is new in the scanner's memory. */
	#take(from: number, to: number): void {
		const {bytes} = this.#scanner;
		const end = bytes.subarray(from, to).lastIndexOf(lineFeed) + 1;
		if (end > 0) {
			this.#scan(linesAt, from + end);
			bytes.copyWithin(linesAt, from + end, to);
			this.#held = to - from - end;
		} else {
			this.#held = to - linesAt;
		}
		if (this.#held > maxLineBytes) {
			this.#splitter?.write(bytes.subarray(linesAt, linesAt + this.#held));
			this.#held = 0;
			this.#isSplitting = true;
		}
	}

	#scan(from: number, to: number): void {
		const scanner = this.#scanner;
		const event = this.#event;
		const {onEvent} = this.#sink;
		let start = from;
		/** From here on lines are not yet handed over. */
		let unsure = from;
		while (start < to) {
			const rows = scanner.scan(start, to);
			for (let row = 0; row < rows; row++) {
				event.moveTo(row);
				if (event.isEvent && event.byteLength <= maxLineBytes + 1) {
					this.#split(scanner.bytes, unsure, event.from);
					onEvent(event);
					unsure = event.to;
				}
			}
			start = scanner.stopped;
		}
		this.#split(scanner.bytes, unsure, to);
	}

	#split(bytes: Buffer, from: number, to: number): void {
		if (from < to) {
			this.#splitter?.write(bytes.subarray(from, to));
		}
	}

	/** @returns Where the next line starts. */
	#splitOneLine(bytes: Uint8Array, start: number): number {
		const feed = bytes.indexOf(lineFeed, start);
		const end = feed === -1 ? bytes.length : feed + 1;
		this.#splitter?.write(bytes.subarray(start, end));
		this.#isSplitting = feed === -1;
		return end;
	}
}
