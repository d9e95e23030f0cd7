import {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';
import {traceStarts} from '../../events/lines/continuation.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {isSystemError} from '../../shared/system-error.ts';
import {type ZoneClock, zoneClock} from '../../shared/time-zone.ts';
import type {LineMatcher} from '../line-matcher.ts';
import {LoneLines} from './container-lines.ts';
import {type Found, LineFinder} from './line-finder.ts';

/** The result for a part of a file. */
export type ScannedRange = {
	/** The matching lines, in runs without a gap: three numbers per run, its offset, bytes and lines. */
	readonly runs: readonly number[];
	readonly lines: number;
	/** Whether it stopped early, at a line that only a full read from the first line can decide. */
	readonly isDoubtful: boolean;
};

const longestLine = 1024 * 1024;
const usualWindow: ReadSizes = {bytes: 2 * 1024 * 1024, contextBytes: 64 * 1024};
const longestRun = 1024 * 1024;
const stepBytes = 512 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** How lines begin that may belong to the one before: of traces, and of objects over several lines. */
const belonging = [' ', '\t', '"', '}', ...traceStarts].map(start => Buffer.from(start));
const firstBytes: ReadonlySet<number | undefined> = new Set(belonging.map(([first]) => first));
/** How lines end that the next may go on with: `{`, `[`, a comma. */
const openEnds: ReadonlySet<number | undefined> = new Set(Buffer.from('{[,'));

/**
How much of the file is in memory, and how much of that is before the next line. A line that does not fit is doubtful.
*/
export type ReadSizes = {readonly bytes: number; readonly contextBytes: number};

/**
Finds the matching lines of a file without parsing the others. The result is the same as from reading all lines, in the
same order (engine/select/select-lines.ts). If a line depends on skipped lines (pieces from a container runtime, a
time that is far above, or a local time that occurs twice), the scan stops as doubtful.
*/
export class RangeScan {
	readonly #fd: number;
	readonly #contextBytes: number;
	readonly #matcher: LineMatcher;
	readonly #finder: LineFinder;
	readonly #bytes: Buffer;
	readonly #lone: LoneLines;
	readonly #clock: ZoneClock | undefined;
	/** The window's offset in the file, its length, and the position of the next line in it. */
	#offset = 0;
	#length = 0;
	#next = 0;
	#isEnd = false;
	#runs: number[] = [];
	#lines = 0;

	private constructor(fd: number, matcher: LineMatcher, finder: LineFinder, read: ReadOptions, {contextBytes}: ReadSizes) {
		this.#fd = fd;
		this.#contextBytes = contextBytes;
		this.#matcher = matcher;
		this.#finder = finder;
		this.#bytes = finder.bytes;
		this.#clock = zoneClock(read.timeZone);
		this.#lone = new LoneLines(finder.bytes, read, length => finder.mayHoldRecords(length));
	}

	/** @returns `undefined` when every line must be parsed. */
	static of(fd: number, matcher: LineMatcher | undefined, read: ReadOptions, window = usualWindow): RangeScan | undefined {
		const finder = matcher && LineFinder.of(matcher.needed, read, window.bytes);
		return matcher && finder && new RangeScan(fd, matcher, finder, read, window);
	}

	/** Finds lines that start in `from..to`. With `Infinity`, to the end of the file as it is by then. */
	scan(from: number, to: number): ScannedRange {
		this.#runs = [];
		this.#lines = 0;
		const isWhole = this.#tellsAll(from, to);
		return {runs: this.#runs, lines: this.#lines, isDoubtful: !isWhole};
	}

	/** Read errors count as doubt, because the full read then reports them. */
	#tellsAll(from: number, to: number): boolean {
		try {
			return this.#open(from) && this.#scanTo(to);
		} catch (error) {
			if (isSystemError(error)) {
				return false;
			}
			throw error;
		}
	}

	/**
	Finds the first line that starts at or after `from`.

	@returns Whether that is possible.
	*/
	#open(from: number): boolean {
		this.#offset = Math.max(0, from - this.#contextBytes);
		this.#length = 0;
		this.#isEnd = false;
		this.#fill();
		if (from === 0) {
			this.#next = 0;
			return !isUtf16(this.#bytes);
		}
		for (;;) {
			const before = this.#bytes.subarray(0, this.#length).indexOf(lineFeed, from - 1 - this.#offset);
			if (before !== -1 || this.#isEnd) {
				this.#next = before === -1 ? this.#length : before + 1;
				return true;
			}
			if (this.#length === this.#bytes.length) {
				return false;
			}
			this.#fill();
		}
	}

	/** @returns Whether all lines could be decided. */
	#scanTo(to: number): boolean {
		for (;;) {
			const end = this.#endWithin(to);
			if (this.#mayBelongTogether(end) || !this.#scanWindow(end)) {
				return false;
			}
			this.#next = end;
			if (this.#offset + this.#next >= to || (this.#isEnd && this.#next >= this.#length)) {
				return true;
			}
			if (this.#length - this.#next >= Math.min(longestLine + 1, this.#bytes.length - this.#contextBytes)) {
				return false;
			}
			this.#goOn();
		}
	}

	/** The end, in the window, of the whole lines that start before `to`. */
	#endWithin(to: number): number {
		const whole = this.#isEnd ? this.#length : this.#bytes.lastIndexOf(lineFeed, this.#length - 1) + 1;
		const limit = to - this.#offset;
		const newline = limit <= this.#next ? this.#next - 1 : limit < whole ? this.#bytes.indexOf(lineFeed, limit - 1) : -1;
		return Math.max(this.#next, newline === -1 ? whole : Math.min(whole, newline + 1));
	}

	/** Whether lines may belong together: only in their order can they be decided. */
	#mayBelongTogether(end: number): boolean {
		const bytes = this.#bytes;
		if (end === this.#length) {
			this.#fill();
		}
		if (end === this.#length && !this.#isEnd) {
			return true; // what follows is not known
		}
		if (this.#belongsBefore(this.#next)) {
			return true;
		}
		for (let at = bytes.indexOf(lineFeed, this.#next); at !== -1 && at < end; at = bytes.indexOf(lineFeed, at + 1)) {
			const last = bytes[at - 1] === carriageReturn ? bytes[at - 2] : bytes[at - 1];
			if ((at > this.#next && openEnds.has(last)) || this.#belongsBefore(at + 1)) {
				return true;
			}
		}
		return openEnds.has(bytes[end - 1]); // of a last line without a newline
	}

	#belongsBefore(at: number): boolean {
		const bytes = this.#bytes;
		return (
			at < this.#length &&
			firstBytes.has(bytes[at]) &&
			belonging.some(start => bytes.subarray(at, Math.min(this.#length, at + start.length)).equals(start))
		);
	}

	#scanWindow(end: number): boolean {
		const finder = this.#finder;
		finder.begin(this.#length);
		this.#lone.begin(this.#length);
		let checked = -1; // end of the line examined last
		for (let at = this.#next; at < end; at = finder.end + 1) {
			const found = finder.next(at, end);
			if (found === 'none') {
				return true;
			}
			const verdict = this.#verdictOn(found, checked);
			if (verdict === 'doubt') {
				return false;
			}
			checked = finder.end;
			if (verdict === 'match') {
				this.#add(this.#offset + finder.start, Math.min(finder.end + 1, this.#length) - finder.start);
			}
		}
		return true;
	}

	#verdictOn(found: Found, checked: number): 'match' | 'none' | 'doubt' {
		const {start, end} = this.#finder;
		const {needsTime} = this.#matcher;
		if (end - start > longestLine || (!this.#finder.seesRecords && start !== checked + 1 && this.#isAfterPiece(start))) {
			return 'doubt';
		}
		if (found === 'matches' && !needsTime) {
			return this.#finder.isOfTexts && this.#lone.isPiece(start, end) ? 'doubt' : 'match';
		}
		if (this.#lone.isOfContainer(start, end)) {
			return 'doubt';
		}
		const isTerminated = end < this.#length;
		const text = this.#lone.textOf(start, end, {isTerminated, isFirst: this.#offset + start === 0});
		const parsed = this.#lone.parse(text);
		const ownMs = parsed.events[0]?.timeMs;
		const timeMs = needsTime && ownMs === undefined ? this.#timeBefore(start) : ownMs;
		if ((needsTime && timeMs === undefined) || (timeMs !== undefined && this.#clock?.isTwice(timeMs) === true)) {
			return 'doubt';
		}
		return this.#matcher.matchesLine(parsed, text, timeMs) ? 'match' : 'none';
	}

	#isAfterPiece(start: number): boolean {
		if (this.#offset + start === 0) {
			return false;
		}
		const before = this.#startBefore(start);
		return before === undefined || this.#lone.isPiece(before, start - 1);
	}

	/** The time of the nearest earlier line that has one. `undefined` when it is too far above. */
	#timeBefore(start: number): number | undefined {
		let end = start;
		for (let before = this.#startBefore(end); before !== undefined; before = this.#startBefore(end)) {
			if (this.#lone.isOfContainer(before, end - 1)) {
				return undefined;
			}
			const text = this.#lone.textOf(before, end - 1, {isTerminated: true, isFirst: this.#offset + before === 0});
			const parsed = this.#lone.parse(text);
			const timeMs = parsed.events.findLast(event => event.timeMs !== undefined)?.timeMs;
			if (timeMs !== undefined) {
				return timeMs;
			}
			end = before;
		}
		return undefined;
	}

	/** The start of the previous line. `undefined` when it is not in the window, or when there is none. */
	#startBefore(start: number): number | undefined {
		if (start === 0) {
			return undefined;
		}
		const newline = start === 1 ? -1 : this.#bytes.lastIndexOf(lineFeed, start - 2);
		return newline === -1 && this.#offset > 0 ? undefined : newline + 1;
	}

	#add(offset: number, byteLength: number): void {
		const runs = this.#runs;
		const last = runs.length - 3;
		const lastLength = runs[last + 1] ?? 0;
		this.#lines++;
		if (last >= 0 && (runs[last] ?? 0) + lastLength === offset && lastLength < longestRun) {
			runs[last + 1] = lastLength + byteLength;
			runs[last + 2] = (runs[last + 2] ?? 0) + 1;
		} else {
			runs.push(offset, byteLength, 1);
		}
	}

	/**
	Keeps the unexamined bytes, and the line before them with the newline before that, or more if times may have to be
	looked up above.
	*/
	#goOn(): void {
		const most = Math.max(0, this.#next - this.#contextBytes);
		const kept = this.#matcher.needsTime ? most : Math.max(most, (this.#startBefore(this.#next) ?? 0) - 1);
		this.#bytes.copyWithin(0, kept, this.#length);
		this.#offset += kept;
		this.#next -= kept;
		this.#length -= kept;
		this.#fill();
	}

	/** Reads more, but not a whole window: bytes that were just read are the fastest to examine. */
	#fill(): void {
		const end = Math.min(this.#bytes.length, Math.max(this.#contextBytes, this.#length) + stepBytes);
		while (!this.#isEnd && this.#length < end) {
			const count = readSync(this.#fd, this.#bytes, this.#length, end - this.#length, this.#offset + this.#length);
			this.#length += count;
			this.#isEnd = count === 0;
		}
	}
}

function isUtf16(bytes: Buffer): boolean {
	const [first, second] = bytes;
	return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
