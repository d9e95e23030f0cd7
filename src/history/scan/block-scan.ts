import {Buffer} from 'node:buffer';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {ByteStore} from '../byte-store.ts';
import type {Block, BlockSegment} from '../index/block.ts';
import {longestBlockBytes} from '../index/line-index.ts';
import type {LineMatcher} from '../line-matcher.ts';
import {type Found, LineFinder} from './line-finder.ts';

const windowBytes = 4 * 1024 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
Counts matches in blocks without parsing all lines. If a filter asks for a text or for levels, only lines that contain
it are parsed, or none if it asks for nothing else. Even if it must parse all lines, it never holds all of them.
*/
export class BlockScan {
	readonly #matcher: LineMatcher;
	readonly #finder: LineFinder | undefined;
	readonly #parser: LineParser;
	/** Where lines are examined: the finder's memory, or any other without a finder. */
	readonly #bytes: Buffer;
	#lineStart = 0;
	#lineEnd = 0;
	#window: {readonly store: ByteStore; readonly offset: number; readonly length: number} | undefined;

	constructor(matcher: LineMatcher, read: ReadOptions) {
		this.#matcher = matcher;
		this.#parser = new LineParser(read);
		this.#finder = LineFinder.of(matcher.needed, read, windowBytes);
		this.#bytes = this.#finder?.bytes ?? Buffer.allocUnsafe(windowBytes);
	}

	/** @returns `undefined` when that requires reading its lines one by one. */
	count(block: Block): number | undefined {
		let count = 0;
		const isTold = this.#find(block, () => {
			count++;
		});
		return isTold ? count : undefined;
	}

	/**
	The matching lines of a block of one file, byte for byte.

	@returns `undefined` when that requires reading its lines one by one.
	*/
	lines(block: Block): readonly Buffer[] | undefined {
		const lines: Buffer[] = [];
		const isTold =
			block.segments.length === 1 &&
			this.#find(block, (start, end) => {
				lines.push(Buffer.from(this.#bytes.subarray(start, end)));
			});
		return isTold ? lines : undefined;
	}

	/**
	@param onMatch - Called with the start and end of each matching line, including its newline.
	@returns Whether all matches were reported.
	*/
	#find(block: Block, onMatch: (start: number, end: number) => void): boolean {
		const {needed, needsTime} = this.#matcher;
		if (needed.levels !== undefined && (needed.levels & block.levels) === 0) {
			return true;
		}
		const isLong = block.lines === 1 && block.byteLength > longestBlockBytes;
		const mustRead = block.hasDerived || needsTime;
		if (isLong || (mustRead && this.#finder === undefined)) {
			return false;
		}
		for (const segment of block.segments) {
			const start = this.#load(segment);
			if (start === undefined) {
				return false;
			}
			const end = start + segment.byteLength;
			this.#finder?.begin(this.#window?.length ?? 0);
			if (block.hasDerived && this.#finder?.passesOverFields === true) {
				return false;
			}
			for (let at = start; at < end; at = this.#lineEnd + 1) {
				const found = this.#next(at, end);
				if (found === 'none') {
					break;
				}
				if (needsTime || (mustRead && found === 'may match')) {
					return false;
				}
				if (found === 'matches' || this.#isMatch(segment.offset + this.#lineStart - start, this.#lineEnd < end)) {
					onMatch(this.#lineStart, Math.min(this.#lineEnd + 1, end));
				}
			}
		}
		return true;
	}

	/** Finds the next line that may match. */
	#next(from: number, to: number): Found {
		if (this.#finder !== undefined) {
			const found = this.#finder.next(from, to);
			this.#lineStart = this.#finder.start;
			this.#lineEnd = this.#finder.end;
			return found;
		}
		const end = this.#bytes.indexOf(lineFeed, from);
		this.#lineStart = from;
		this.#lineEnd = end === -1 || end > to ? to : end;
		return 'may match';
	}

	/** @param offset - Of the line, in its store. The first line may follow a byte order mark. */
	#isMatch(offset: number, isTerminated: boolean): boolean {
		const bytes = this.#bytes;
		const [start, end] = [this.#lineStart, this.#lineEnd];
		const marked = bytes.toString('utf8', start, isTerminated && end > start && bytes[end - 1] === carriageReturn ? end - 1 : end);
		const text = offset === 0 && marked.charCodeAt(0) === 0xfeff ? marked.slice(1) : marked;
		return this.#matcher.matchesLine(this.#parser.parse(text), text, undefined);
	}

	/**
	Loads a segment's bytes into the finder's memory, for a file together with its neighbours in the direction of the
	search.

	@returns Where they start.
	*/
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
