import {Buffer} from 'node:buffer';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {BytePattern} from '../../query/byte-patterns.ts';
import type {Block, BlockSegment} from '../block.ts';
import type {ByteStore} from '../byte-store.ts';
import {longestBlockBytes} from '../line-index.ts';
import type {LineMatcher} from '../line-matcher.ts';
import {TextFinder} from './text-finder.ts';

const windowBytes = 4 * 1024 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const backslash: BytePattern = {wanted: Uint8Array.of(0x5c), masks: Uint8Array.of(0), isOfLine: true};

/**
Counts what matches in blocks of lines without parsing them all: where a filter asks for a text or for levels, only the lines that hold it are parsed, and where
that is all it asks for, none. Where it must parse all of them, it holds none.
*/
export class BlockScan {
	readonly #matcher: LineMatcher;
	readonly #finder: TextFinder | undefined;
	/** In JSON they may be written with escapes, and in some dialects they stand nowhere in the line. */
	readonly #ofValues: boolean;
	readonly #parser: LineParser;
	/** Where lines are looked at: the finder's memory, or without one any. */
	readonly #bytes: Buffer;
	#window: {readonly store: ByteStore; readonly offset: number; readonly length: number} | undefined;

	constructor(matcher: LineMatcher, read: ReadOptions) {
		const {patterns} = matcher.needed;
		this.#matcher = matcher;
		this.#parser = new LineParser(read);
		this.#ofValues = patterns?.some(({isOfLine}) => !isOfLine) === true;
		this.#finder = patterns && TextFinder.of(this.#ofValues ? [...patterns, backslash] : patterns, windowBytes);
		const bytes = this.#finder?.bytes ?? new Uint8Array(windowBytes);
		this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** @returns `undefined` where that can only be said of its lines read one by one. */
	count(block: Block): number | undefined {
		const {needed, needsTime} = this.#matcher;
		if (needed.levels !== undefined && (needed.levels & block.levels) === 0) {
			return 0;
		}
		const isLong = block.lines === 1 && block.byteLength > longestBlockBytes;
		const mustRead = block.hasDerived || needsTime;
		if (isLong || (this.#ofValues && block.hasDerived) || (mustRead && this.#finder === undefined)) {
			return undefined;
		}
		let count = 0;
		for (const segment of block.segments) {
			const start = this.#load(segment);
			if (start === undefined) {
				return undefined;
			}
			const end = start + segment.byteLength;
			for (let at = this.#finder?.find(start, end) ?? start; at < end; ) {
				const bytes = this.#bytes;
				const found = bytes.indexOf(lineFeed, at);
				const isTerminated = found !== -1 && found < end;
				const lineEnd = isTerminated ? found : end;
				if (needed.isEnough && !needsTime && this.#finder !== undefined) {
					count++;
				} else if (mustRead) {
					return undefined;
				} else {
					const lineStart = lineStartOf(bytes, start, at);
					count += Number(this.#isMatch(this.#textOf(lineStart, lineEnd, isTerminated), segment.offset + lineStart - start));
				}
				at = lineEnd + 1 < end ? (this.#finder?.findOn(lineEnd + 1) ?? lineEnd + 1) : end;
			}
		}
		return count;
	}

	/** @param offset - Of the line, in its store: the first one may have a byte order mark before it. */
	#isMatch(marked: string, offset: number): boolean {
		const text = offset === 0 && marked.charCodeAt(0) === 0xfeff ? marked.slice(1) : marked;
		return this.#matcher.matchesLine(this.#parser.parse(text), text, undefined);
	}

	#textOf(start: number, end: number, isTerminated: boolean): string {
		const bytes = this.#bytes;
		const last = isTerminated && end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
		return bytes.toString('utf8', start, last);
	}

	/** Brings a segment's bytes into the finder's memory: of a file with its neighbours, in the direction of the search. @returns Where they start. */
	#load({store, offset, byteLength}: BlockSegment): number | undefined {
		const window = this.#window;
		if (window?.store === store && offset >= window.offset && offset + byteLength <= window.offset + window.length) {
			return offset - window.offset;
		}
		if (byteLength > windowBytes) {
			return undefined;
		}
		const bytes = this.#bytes;
		const isBackwards = window === undefined || offset < window.offset;
		const from = store.readInto === undefined ? offset : isBackwards ? Math.max(0, offset + byteLength - windowBytes) : offset;
		const length = store.readInto === undefined ? copied(store.read(offset, byteLength), bytes) : store.readInto(from, bytes);
		this.#window = {store, offset: from, length};
		return offset + byteLength <= from + length ? offset - from : undefined;
	}
}

function copied(from: Uint8Array, to: Uint8Array): number {
	to.set(from);
	return from.length;
}

function lineStartOf(bytes: Buffer, start: number, at: number): number {
	const before = at === 0 ? -1 : bytes.lastIndexOf(lineFeed, at - 1);
	return Math.max(start, before + 1);
}
