import {type LinePlace, type LogEvent, type ParsedLine, rawLine} from '../../events/event.ts';
import type {PartialLine} from '../../events/lines/line-start.ts';
import type {SplitLine} from '../../events/lines/split-lines.ts';
import {Pairs} from '../../events/pairs.ts';
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
	/** Only events that match it are folded; `undefined` folds all. */
	readonly selection: LineMatcher | undefined;
};

type WithText = {readonly text: string};
const noLine: WithText = {text: ''};

/** An event waiting for the first time in the log. */
type WaitingEvent = {readonly event: LogEvent; readonly text: string; readonly place: LinePlace};

/**
Turns bytes into series, line by line. The screen and every other command use it.

A line without a time takes the time of the line read before it. Events that come before the first time wait for it.
*/
export class Fold {
	readonly series = new Series();
	readonly #options: FoldOptions;
	readonly #tally: LineTally;
	readonly #end = new LogEnd();
	readonly #watches: FoldWatch[] = [];
	/** The scanners of the open inputs. */
	readonly #inputs = new Set<LineScanner>();
	/** If too many events wait at the start of a log, it is folded as a log without times. */
	readonly #waiting = new WaitingLines<WaitingEvent>();
	/** Lines that are no events before the first time. */
	#waitingTexts = {lines: 0, notUnderstood: 0};
	readonly #pairs = new Pairs();
	#firstMs: number | undefined;
	#timeMs: number | undefined;
	/** Arrival time, used while no line has had a time. */
	#arrivalMs: number | undefined;

	constructor(options: FoldOptions) {
		this.#options = options;
		this.#tally = new LineTally(options.read);
	}

	/** From now on, `watch` sees every event in the order of folding. */
	watch(watch: FoldWatch): void {
		this.#watches.push(watch);
	}

	/** Exact counts of what was read so far. */
	get counts(): SourceCounts {
		return {...this.#tally.counts, openStarts: this.#pairs.open};
	}

	/** The dialects seen so far, in order of appearance. */
	get dialects(): readonly string[] {
		return this.#tally.dialects;
	}

	/** A line that has begun but not ended. With several inputs, the one that has waited longest. */
	get partialLine(): PartialLine | undefined {
		return longestPartial(this.#inputs);
	}

	/** The first time read. Lines before it take it as theirs. */
	get firstMs(): number | undefined {
		return this.#firstMs;
	}

	/** End of the log as read so far; ignores times from a clock that runs ahead. */
	get endMs(): number | undefined {
		return this.#end.ms ?? this.series.toMs;
	}

	/** Whether events have times, either their own or their arrival times. */
	get hasTime(): boolean {
		return this.#firstMs !== undefined || this.#arrivalMs !== undefined;
	}

	/** Whether events are waiting for a first time. */
	get isWaiting(): boolean {
		return this.#waiting.length > 0;
	}

	/** @param file - Index of the source the bytes belong to; a source may have several inputs. */
	open(file: number, {onLine, onRows, isLive}: FoldListener = {}): FoldInput {
		const lines = this.openLines(file, onLine);
		const sink = {
			onEvents: (event: ScannedEvent, from: number, to: number) => {
				const cut = lines.cut();
				if (cut.length > 0) {
					event.moveTo(from);
					const {line, parsed} = event.keptLine();
					lines.take(line, {...parsed, events: [...cut, ...parsed.events]});
				}
				this.#rows(file, event, cut.length > 0 ? from + 1 : from, to, onLine, onRows);
			},
			onLine: (line: SplitLine) => {
				lines.goOnFrom(this.#tally.newestMsOf(file));
				lines.take(line, lines.parse(line));
			},
		};
		const scanner = new LineScanner(this.#options.read, sink, isLive ? {scansAfterBytes: Number.POSITIVE_INFINITY} : {});
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

	/** For lines that are read before their turn to be folded. */
	openLines(file: number, onLine?: OnLine): FoldLines {
		const parser = new LineParser(this.#options.read, file);
		return {
			goOnFrom: timeMs => {
				parser.lastMs = timeMs;
			},
			parse: line => (line.oversized ? rawLine(line.text) : parser.parse(line.text)),
			cut: () => parser.cut(),
			take: (line, parsed) => this.#line(file, line, parsed, onLine),
			flush: () => {
				for (const event of parser.flush()) {
					this.#addEvent(event, noLine, {file, line: this.#tally.linesOf(file)});
				}
			},
		};
	}

	/** Events take their arrival time until a line has a time. For live and recorded streams. */
	arrive(atMs: number | undefined): void {
		if (atMs !== undefined && this.#firstMs === undefined) {
			this.#arrivalMs = atMs;
			this.#timeMs = atMs;
			this.#foldWaiting(atMs);
		}
	}

	/** At the end of all input. Events that never got a time are folded at time 0; only their order matters then. */
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
		const [first] = parsed.events;
		this.#announce(first, line.text);
		onLine?.({line, parsed, timeMs: first?.timeMs ?? this.#timeMs, lineNumber, previousMs});
		if (parsed.type === 'raw' && first === undefined) {
			this.#addText(line, parsed);
		}
		for (const event of parsed.events) {
			this.#tally.addTime(file, event.timeMs);
			this.#addEvent(event, line, {file, line: lineNumber});
		}
	}

	/** Folds scanned lines, all in one go if nothing else needs to see them. */
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

	/** Like `#line`, for a scanned row, whose event is only valid until the next one. */
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

	/** Counts a text that says nothing, at the time of the line before it. */
	#addText({text}: SplitLine, parsed: ParsedLine): void {
		const {selection} = this.#options;
		if (selection?.matchesLine(parsed, text, this.#timeMs) === false) {
			return;
		}
		const notUnderstood = Number(!this.#tally.isUnderstood);
		if (this.#timeMs === undefined) {
			this.#waitingTexts = {lines: this.#waitingTexts.lines + 1, notUnderstood: this.#waitingTexts.notUnderstood + notUnderstood};
		} else {
			this.series.addTexts(this.#timeMs, {lines: 1, notUnderstood});
		}
	}

	/** Moves the watches to the line's time before they see the line. */
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

	/** @param line - Its text is made only if something reads it. */
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
		if (this.#waitingTexts.lines > 0) {
			this.series.addTexts(timeMs, this.#waitingTexts);
			this.#waitingTexts = {lines: 0, notUnderstood: 0};
		}
		for (const {event, text, place} of this.#waiting.takeAll()) {
			this.#foldEvent(event, timeMs, {text}, place);
		}
	}

	#foldEvent(read: LogEvent, timeMs: number, line: WithText, place: LinePlace): void {
		const event = this.#pairs.complete(read, timeMs);
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
