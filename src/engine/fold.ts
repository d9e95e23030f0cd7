import type {LinePlace, LogEvent, ParsedLine} from '../events/event.ts';
import {LineParser} from '../events/parse-line.ts';
import type {ReadOptions} from '../events/read-options.ts';
import {LineSplitter, type SplitLine} from '../events/split-lines.ts';
import type {LineMatcher} from '../history/line-matcher.ts';
import type {SourceCounts} from '../insight/snapshot.ts';
import {Series} from '../series/series.ts';
import type {FoldWatch} from './fold-watch.ts';
import {LogEnd} from './log-end.ts';

/** What is told of each line, in the order in which they were read. */
export type FoldedLine = {
	readonly line: SplitLine;
	readonly parsed: ParsedLine;
	/** The line's time, or the one it takes from the lines before; `undefined` before the first time was seen. */
	readonly timeMs: number | undefined;
	/** Its number in its source, from 1. */
	readonly lineNumber: number;
	/** The newest own time of its source before it. */
	readonly previousMs: number | undefined;
};

export type OnLine = (line: FoldedLine) => void;

export type FoldOptions = {
	readonly read: ReadOptions;
	/** Only events that it lets through are folded. `undefined` lets all through. */
	readonly selection: LineMatcher | undefined;
};

/** One stream of bytes that is folded: a file, a part of a followed file, one of a child's outputs. */
export type FoldInput = {
	/**
	@param bytes - May be used again as soon as this returns.
	@throws SourceError for UTF-16.
	*/
	write(bytes: Uint8Array): void;
	/** Its last line is whole, newline or not. */
	end(): void;
	/** Its last line is lost, for it had no newline yet. */
	cut(): void;
};

/** The lines of one stream, parsed in their order, and folded in that of all streams. */
export type FoldLines = {
	parse(line: SplitLine): ParsedLine;
	take(line: SplitLine, parsed: ParsedLine): void;
	/** No more lines come. */
	flush(): void;
};

/** Most events kept back for want of a time. A log that starts with more of them is folded as one without times. */
const maxWaiting = 10_000;

/**
Bytes to series, line by line: the one way in, for the screen and for every other command.

A line without a time of its own takes the time of the line before it, in the order in which lines were read; before the first time was seen, events wait for it.
*/
export class Fold {
	readonly series = new Series();
	readonly #options: FoldOptions;
	readonly #counts = {lines: 0, eventLines: 0, rawLines: 0, blankLines: 0, events: 0, bytes: 0, oversizedLines: 0};
	readonly #end = new LogEnd();
	readonly #dialects = new Set<string>();
	#lastDialect: string | undefined;
	readonly #lineCounts: number[] = [];
	/** By file, the own time of the newest line with one. */
	readonly #lastMs: Array<number | undefined> = [];
	readonly #watches: FoldWatch[] = [];
	#waiting: Array<{readonly event: LogEvent; readonly text: string; readonly place: LinePlace}> = [];
	#firstMs: number | undefined;
	#timeMs: number | undefined;
	/** Where no line has a time, the time at which lines come. */
	#arrivalMs: number | undefined;

	constructor(options: FoldOptions) {
		this.#options = options;
	}

	/** Events that are folded from now on are looked at too, in the order in which they are folded. */
	watch(watch: FoldWatch): void {
		this.#watches.push(watch);
	}

	/** What was read so far, exactly. */
	get counts(): SourceCounts {
		return {...this.#counts};
	}

	/** The dialects seen, in the order they appeared. */
	get dialects(): readonly string[] {
		return [...this.#dialects];
	}

	/** The first time that was read, which lines before it take. */
	get firstMs(): number | undefined {
		return this.#firstMs;
	}

	/** Where the log ends, as far as it was read: not at a time of a clock that is ahead. */
	get endMs(): number | undefined {
		return this.#end.ms ?? this.series.toMs;
	}

	/** Whether events have times: their own, or those of their arrival. */
	get hasTime(): boolean {
		return this.#firstMs !== undefined || this.#arrivalMs !== undefined;
	}

	/** Whether events wait for a first time. */
	get isWaiting(): boolean {
		return this.#waiting.length > 0;
	}

	/**
	@param file - Index of the source that the bytes are of; several inputs may be of one.
	@param onLine - Called for each line after it was counted, before it is folded. Left out, nothing is spent on it.
	*/
	open(file: number, onLine?: OnLine): FoldInput {
		const lines = this.openLines(file, onLine);
		const splitter = new LineSplitter(line => lines.take(line, lines.parse(line)));
		return {
			write: bytes => splitter.write(bytes),
			end: () => {
				splitter.end();
				lines.flush();
			},
			cut: () => lines.flush(),
		};
	}

	/** For lines that are read before it is their turn. */
	openLines(file: number, onLine?: OnLine): FoldLines {
		const parser = new LineParser(this.#options.read);
		return {
			parse: line => (line.oversized ? {type: 'raw', text: line.text} : parser.parse(line.text)),
			take: (line, parsed) => this.#line(file, line, parsed, onLine),
			flush: () => {
				for (const event of parser.flush()) {
					this.#addEvent(event, '', {file, line: this.#lineCounts[file] ?? 0});
				}
			},
		};
	}

	/** Live or recorded, where no line has had a time yet: events take the time at which they come. Ends with the first time that is read. */
	arrive(atMs: number | undefined): void {
		if (atMs !== undefined && this.#firstMs === undefined) {
			this.#arrivalMs = atMs;
			this.#timeMs = atMs;
			this.#foldWaiting(atMs);
		}
	}

	/** At the end of all input: events that found no time count at time 0, where their order alone matters. */
	finish(): void {
		this.#foldWaiting(0);
		for (const watch of this.#watches) {
			watch.close();
		}
		this.#end.finish();
	}

	#line(file: number, line: SplitLine, parsed: ParsedLine, onLine: OnLine | undefined): void {
		const counts = this.#counts;
		counts.lines++;
		counts.bytes += line.byteLength;
		const lineNumber = (this.#lineCounts[file] ?? 0) + 1;
		this.#lineCounts[file] = lineNumber;
		const previousMs = this.#lastMs[file];
		if (line.oversized) {
			counts.oversizedLines++;
		}
		switch (parsed.type) {
			case 'event':
				counts.eventLines++;
				this.#announce(parsed.events[0], line.text);
				onLine?.({line, parsed, timeMs: parsed.events[0]?.timeMs ?? this.#timeMs, lineNumber, previousMs});
				if (parsed.dialect !== this.#lastDialect && parsed.dialect !== undefined) {
					this.#lastDialect = parsed.dialect;
					this.#dialects.add(parsed.dialect);
				}
				for (const event of parsed.events) {
					this.#lastMs[file] = event.timeMs ?? this.#lastMs[file];
					this.#addEvent(event, line.text, {file, line: lineNumber});
				}
				break;
			case 'raw':
				counts.rawLines++;
				onLine?.({line, parsed, timeMs: this.#timeMs, lineNumber, previousMs});
				break;
			case 'blank':
				counts.blankLines++;
				onLine?.({line, parsed, timeMs: this.#timeMs, lineNumber, previousMs});
				break;
		}
	}

	/** What happened before a line is told of before it. */
	#announce(event: LogEvent | undefined, text: string): void {
		const timeMs = event?.timeMs ?? this.#timeMs;
		if (this.#watches.length === 0 || event === undefined || timeMs === undefined || !this.hasTime) {
			return;
		}
		if (this.#options.selection?.matchesEvent(event, text, timeMs) !== false) {
			for (const watch of this.#watches) {
				watch.advance(timeMs);
			}
		}
	}

	#addEvent(event: LogEvent, text: string, place: LinePlace): void {
		if (event.timeMs !== undefined) {
			this.#timeMs = event.timeMs;
			if (this.#firstMs === undefined) {
				this.#firstMs = event.timeMs;
				this.#foldWaiting(event.timeMs);
			}
		}
		if (this.#timeMs !== undefined) {
			this.#foldEvent(event, this.#timeMs, text, place);
			return;
		}
		this.#waiting.push({event, text, place});
		if (this.#waiting.length > maxWaiting) {
			this.#timeMs = 0;
			this.#foldWaiting(0);
		}
	}

	#foldWaiting(timeMs: number): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const {event, text, place} of waiting) {
			this.#foldEvent(event, timeMs, text, place);
		}
	}

	#foldEvent(event: LogEvent, timeMs: number, text: string, place: LinePlace): void {
		const {selection} = this.#options;
		if (selection === undefined || selection.matchesEvent(event, text, timeMs)) {
			this.#counts.events++;
			this.series.add(event, timeMs, place);
			if (event.timeMs !== undefined) {
				this.#end.add(event.timeMs);
			}
			for (const watch of this.#watches) {
				watch.add(event, text, this.hasTime ? timeMs : undefined);
			}
		}
	}
}
