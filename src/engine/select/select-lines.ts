import {Buffer} from 'node:buffer';
import {isPiece, type ParsedLine, rawLine} from '../../events/event.ts';
import {GrowingBytes} from '../../events/lines/growing-bytes.ts';
import {TextRecord} from '../../events/lines/record.ts';
import type {SplitLine} from '../../events/lines/split-lines.ts';
import {type Misread, Misreadings} from '../../events/misreadings.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {LineMatcher} from '../../history/line-matcher.ts';
import type {ReadLine} from '../../reading/merge-queue.ts';
import {WaitingLines} from '../fold/waiting-lines.ts';
import {cutLongLines} from './cut-long-lines.ts';
import {RawLines, type RawLinesSink} from './raw-lines.ts';

/**
Called with a matching line, exactly as written.

@param lines - 0 if the bytes continue a line whose start was already passed on, else 1.
*/
export type OnSelected = (raw: Buffer, isTerminated: boolean, lines: 0 | 1) => void;

/** A line with its raw bytes, which are only valid during the call. */
export type RawLine = ReadLine & {
	readonly raw: Buffer;
	/** The line is over the limit, and more of it follows. */
	readonly isOpen: boolean;
};

/** Lines of one stream, parsed in that stream's order and selected in the order of all streams. */
export type SelectLines = {
	parse(line: SplitLine): ParsedLine;
	take(line: RawLine): void;
	/** More of the open line taken last. */
	rest: RawLinesSink['onRest'];
};

/** A text, and what belongs to it so far. */
type OpenRecord = {
	readonly first: RawLine;
	readonly record: TextRecord;
	/** The input that it comes from. */
	readonly owner: object;
	readonly raw: GrowingBytes;
	/** A blank line behind it, which belongs to it if the next line does. */
	blank: RawLine | undefined;
	isTerminated: boolean;
};

const noBytes = Buffer.alloc(0);
const mostPiecesBytes = 8 * 1024 * 1024; // a text of 1 MiB with every character escaped

/**
Selects the matching lines from any number of inputs. A text and the lines that belong to it (a stack trace) are one. A line without a time takes that of the line before it. If the
match depends on times, lines before the first time wait for it.
*/
export class LineSelector {
	readonly #read: ReadOptions;
	readonly #matcher: LineMatcher | undefined;
	readonly #onSelected: OnSelected;
	#timeMs: number | undefined;
	/** A text whose next lines may belong to it. */
	#open: OpenRecord | undefined;
	readonly #misread: Misreadings;
	readonly #waiting = new WaitingLines<RawLine>();

	constructor(read: ReadOptions, matcher: LineMatcher | undefined, onSelected: OnSelected) {
		this.#read = read;
		this.#misread = new Misreadings(read);
		this.#matcher = matcher;
		this.#onSelected = onSelected;
	}

	/** What was not understood of all the lines, whether selected or not. */
	get misread(): Misread {
		return this.#misread;
	}

	/** Opens a stream of bytes. Use it while no other one is open. @param file - Index of its source. */
	open(file = 0): RawLines {
		const lines = this.openLines(file);
		return new RawLines({
			onLine: (line, raw, {isOpen}) => lines.take({line, parsed: lines.parse(line), raw, isOpen}),
			onRest: lines.rest,
		});
	}

	/**
	Opens one of several parallel streams of bytes.

	@param onCut - Called for each line of which only the start is passed on.
	*/
	openBeside(onCut: () => void, file = 0): RawLines {
		const lines = this.openLines(file);
		return new RawLines(cutLongLines((line, raw) => lines.take({line, parsed: lines.parse(line), raw, isOpen: false}), onCut));
	}

	/**
	For lines that are read before their turn. If a container runtime has split a line, its pieces are selected together.
	*/
	openLines(file = 0): SelectLines {
		let number = 0;
		const parser = new LineParser(this.#read, file);
		const pieces = new GrowingBytes();
		const owner = {};
		let isRestSelected = false;
		return {
			parse: line => {
				const parsed = line.oversized ? rawLine(line.text) : parser.parse(line.text);
				number++;
				this.#misread.add({file, line: number}, line, parsed);
				return parsed;
			},
			take: entry => {
				const {parsed, raw} = entry;
				if (pieces.length === 0 && this.#goesOn(entry, owner)) {
					return;
				}
				const isWaiting = this.#matcher !== undefined && isPiece(parsed);
				if (isWaiting || pieces.length > 0) {
					pieces.add(raw);
				}
				if (!isWaiting || pieces.length > mostPiecesBytes) {
					isRestSelected = this.#line(pieces.length > 0 ? {...entry, raw: pieces.all} : entry);
					pieces.clear();
				}
			},
			rest: (raw, end) => {
				if (isRestSelected) {
					this.#onSelected(raw, end === 'terminated', 0);
				}
			},
		};
	}

	/** No more lines will come. */
	end(): void {
		this.endRecord();
		this.#decideWaiting();
	}

	/** Nothing more comes for now, so what belongs to the last line has come. */
	endRecord(): void {
		const open = this.#open;
		this.#open = undefined;
		if (open !== undefined) {
			const {first, record, raw, blank} = open;
			this.#line({...first, line: {...first.line, text: record.text, terminated: open.isTerminated}, raw: raw.all});
			if (blank !== undefined) {
				this.#line(blank);
			}
		}
	}

	/** A text waits for the lines that belong to it: they match together. @returns Whether the line waits. */
	#goesOn(entry: RawLine, owner: object): boolean {
		const {line, parsed, raw, isOpen} = entry;
		if (this.#matcher === undefined) {
			return false;
		}
		const open = this.#open;
		const taken = open === undefined || open.owner !== owner || isOpen || line.oversized ? 'no' : open.record.takes(line.text, parsed);
		if (open !== undefined && taken === 'maybe') {
			open.blank = {...entry, raw: Buffer.from(raw)};
			return true;
		}
		if (open !== undefined && taken === 'yes') {
			open.raw.add(open.blank?.raw ?? noBytes);
			open.raw.add(raw);
			open.blank = undefined;
			open.isTerminated = line.terminated;
			return true;
		}
		this.endRecord();
		const record = isOpen || line.oversized ? undefined : TextRecord.of(line.text, parsed);
		if (record === undefined) {
			return false;
		}
		const kept = new GrowingBytes();
		kept.add(raw);
		this.#open = {first: entry, record, owner, raw: kept, blank: undefined, isTerminated: line.terminated};
		return true;
	}

	/** @returns Whether the line is already known to match. */
	#line(entry: RawLine): boolean {
		const {parsed, raw, isOpen} = entry;
		const times = parsed.events.flatMap(({timeMs}) => timeMs ?? []);
		const isFirst = this.#timeMs === undefined && times.length > 0;
		const [ownMs] = times;
		if (isFirst) {
			this.#timeMs = ownMs;
			this.#decideWaiting();
		}
		if (this.#matcher?.needsTime === true && this.#timeMs === undefined) {
			const isTooMuch = this.#waiting.add({...entry, raw: Buffer.from(raw)}, raw.length);
			if (isTooMuch || isOpen) {
				this.#decideWaiting();
			}
			return false;
		}
		const matches = this.#decide(entry);
		this.#timeMs = times.at(-1) ?? this.#timeMs;
		return matches;
	}

	#decideWaiting(): void {
		for (const entry of this.#waiting.takeAll()) {
			this.#decide(entry);
		}
	}

	#decide({line, parsed, raw}: RawLine): boolean {
		const ownMs = parsed.events[0]?.timeMs;
		const matches =
			this.#matcher === undefined ? parsed.type !== 'blank' : this.#matcher.matchesLine(parsed, line.text, ownMs ?? this.#timeMs);
		if (matches) {
			this.#onSelected(raw, line.terminated, 1);
		}
		return matches;
	}
}
