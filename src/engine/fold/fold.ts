import type {LinePlace, LogEvent, ParsedLine} from '../../events/event.ts';
import type {PartialLine, SplitLine} from '../../events/lines/split-lines.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {LineScanner} from '../../events/scan/line-scanner.ts';
import type {ScannedEvent} from '../../events/scan/scanned-event.ts';
import type {LineMatcher} from '../../history/line-matcher.ts';
import type {SourceCounts} from '../../insight/snapshot.ts';
import {Series} from '../../series/series.ts';
import {longestPartial} from '../live/partial-line-watch.ts';
import type {FoldInput, FoldLines, FoldListener, OnLine, OnRows} from './fold-input.ts';
import type {FoldWatch} from './fold-watch.ts';
import {LineTally} from './line-tally.ts';
import {addTimes, LogEnd} from './log-end.ts';
import {WaitingLines} from './waiting-lines.ts';

export type FoldOptions = {
	readonly read: ReadOptions;
	/** Only events that it lets through are folded. `undefined` lets all through. */
	readonly selection: LineMatcher | undefined;
};

type WithText = {readonly text: string};
const noLine: WithText = {text: ''};

/** An event that has no time yet. */
type WaitingEvent = {readonly event: LogEvent; readonly text: string; readonly place: LinePlace};

/**
Bytes to series, line by line: the one way in, for the screen and for every other command.

A line without a time of its own takes the time of the line before it, in the order in which lines were read; before the first time was seen, events wait for it.
*/
export class Fold {
	readonly series = new Series();
	readonly #options: FoldOptions;
	readonly #tally = new LineTally();
	readonly #end = new LogEnd();
	readonly #watches: FoldWatch[] = [];
	/** Of the inputs that are open. */
	readonly #inputs = new Set<LineScanner>();
	/** A log that starts with too many of them is folded as one without times. */
	readonly #waiting = new WaitingLines<WaitingEvent>();
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

	get isWatched(): boolean {
		return this.#watches.length > 0;
	}

	/** What was read so far, exactly. */
	get counts(): SourceCounts {
		return this.#tally.counts;
	}

	/** The dialects seen, in the order they appeared. */
	get dialects(): readonly string[] {
		return this.#tally.dialects;
	}

	/** The line that has begun and not ended: of several inputs, the one that has waited longest. */
	get partialLine(): PartialLine | undefined {
		return longestPartial(this.#inputs);
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

	/** @param file - Index of the source that the bytes are of; several inputs may be of one. */
	open(file: number, {onLine, onRows}: FoldListener = {}): FoldInput {
		const lines = this.openLines(file, onLine);
		const sink = {
			onEvents: (event: ScannedEvent, from: number, to: number) => this.#rows(file, event, from, to, onLine, onRows),
			onLine: (line: SplitLine) => lines.take(line, lines.parse(line)),
		};
		const scanner = new LineScanner(this.#options.read, sink);
		this.#inputs.add(scanner);
		const close = () => {
			this.#inputs.delete(scanner);
			lines.flush();
		};
		return {
			write: bytes => scanner.write(bytes),
			take: lines => scanner.take(lines),
			end: () => {
				scanner.end();
				close();
			},
			cut: close,
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
					this.#addEvent(event, noLine, {file, line: this.#tally.linesOf(file)});
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
		const previousMs = this.#tally.newestMsOf(file);
		const lineNumber = this.#tally.add(file, line, parsed);
		if (parsed.type !== 'event') {
			onLine?.({line, parsed, timeMs: this.#timeMs, lineNumber, previousMs});
			return;
		}
		const [first] = parsed.events;
		this.#announce(first, line.text);
		onLine?.({line, parsed, timeMs: first?.timeMs ?? this.#timeMs, lineNumber, previousMs});
		for (const event of parsed.events) {
			this.#tally.addTime(file, event.timeMs);
			this.#addEvent(event, line, {file, line: lineNumber});
		}
	}

	/** Lines that were scanned. Where nothing else looks at them, all at once. */
	#rows(file: number, event: ScannedEvent, from: number, to: number, onLine: OnLine | undefined, onRows: OnRows | undefined): void {
		const isLookedAt = this.#watches.length > 0 || this.#options.selection !== undefined;
		let row = from;
		while (row < to && (isLookedAt || this.#timeMs === undefined || this.#firstMs === undefined)) {
			event.moveTo(row++);
			this.#scanned(file, event, onLine);
		}
		const timeMs = this.#timeMs;
		if (row === to || timeMs === undefined) {
			return;
		}
		const place = {timeMs, lineNumber: this.#tally.linesOf(file) + 1, previousMs: this.#tally.newestMsOf(file)};
		if (onLine !== undefined && onRows?.({event, from: row, to, ...place}) !== true) {
			for (; row < to; row++) {
				event.moveTo(row);
				this.#scanned(file, event, onLine);
			}
			return;
		}
		this.#tally.addEvents(file, event, row, to);
		this.series.addRows(event, row, to, {file, line: place.lineNumber}, timeMs);
		const lastMs = addTimes(this.#end, event, row, to);
		this.#timeMs = lastMs ?? timeMs;
		this.#tally.addTime(file, lastMs);
	}

	/** The same for a line whose event is only looked at. */
	#scanned(file: number, event: ScannedEvent, onLine: OnLine | undefined): void {
		const timeMs = event.timeMs ?? this.#timeMs;
		if (timeMs === undefined || this.#watches.length > 0) {
			const {line, parsed} = event.keptLine();
			this.#line(file, line, parsed, onLine);
			return;
		}
		const previousMs = this.#tally.newestMsOf(file);
		const lineNumber = this.#tally.add(file, event, event.parsed);
		onLine?.({line: event, parsed: event.parsed, timeMs, lineNumber, previousMs});
		this.#tally.addTime(file, event.timeMs);
		this.#addEvent(event, event, {file, line: lineNumber});
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

	/** @param line - Its text is looked at only where something asks for it. */
	#addEvent(event: LogEvent, line: WithText, place: LinePlace): void {
		this.#timeMs = event.timeMs ?? this.#timeMs;
		this.#begin(event.timeMs);
		if (this.#timeMs !== undefined) {
			this.#foldEvent(event, this.#timeMs, line, place);
			return;
		}
		const {text} = line;
		if (this.#waiting.add({event, text, place}, text.length)) {
			this.#timeMs = 0;
			this.#foldWaiting(0);
		}
	}

	#begin(firstMs: number | undefined): void {
		if (this.#firstMs === undefined && firstMs !== undefined) {
			this.#firstMs = firstMs;
			this.#foldWaiting(firstMs);
		}
	}

	#foldWaiting(timeMs: number): void {
		for (const {event, text, place} of this.#waiting.takeAll()) {
			this.#foldEvent(event, timeMs, {text}, place);
		}
	}

	#foldEvent(event: LogEvent, timeMs: number, line: WithText, place: LinePlace): void {
		const {selection} = this.#options;
		if (selection === undefined || selection.matchesEvent(event, line.text, timeMs)) {
			this.#tally.addEvent();
			this.series.add(event, timeMs, place);
			if (event.timeMs !== undefined) {
				this.#end.add(event.timeMs);
			}
			for (const watch of this.#watches) {
				watch.add(event, line.text, this.hasTime ? timeMs : undefined);
			}
		}
	}
}
