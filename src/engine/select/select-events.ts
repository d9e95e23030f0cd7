import {type LogEvent, type ParsedLine, rawLine} from '../../events/event.ts';
import {type Misread, Misreadings} from '../../events/misreadings.ts';
import {Pairs} from '../../events/pairs.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {LineScanner} from '../../events/scan/line-scanner.ts';
import type {ScannedEvent} from '../../events/scan/scanned-event.ts';
import type {LineMatcher} from '../../history/line-matcher.ts';
import {WaitingLines} from '../fold/waiting-lines.ts';

/**
An event that matches, or a line that isn't an event. Valid only during the call, because its values are made when they
are read.
*/
export type SelectedEvent = {
	readonly event: LogEvent | undefined;
	readonly parsed: ParsedLine;
	readonly source: {readonly text: string};
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** Its own time, or that of the line before it. */
	readonly timeMs: number | undefined;
};

export type EventInput = {write(bytes: Uint8Array): void; end(): void};

/**
Selects the matching events, and lines that aren't events, from any number of inputs. A line without a time takes that
of the line before it; lines before the first time wait for it.
*/
export class EventSelector {
	readonly #read: ReadOptions;
	readonly #matcher: LineMatcher | undefined;
	readonly #onSelected: (selected: SelectedEvent) => void;
	#timeMs: number | undefined;
	#hasWaited = false;
	readonly #misread: Misreadings;
	readonly #pairs = new Pairs();
	#files = 0;
	readonly #waiting = new WaitingLines<SelectedEvent>();

	constructor(read: ReadOptions, matcher: LineMatcher | undefined, onSelected: (selected: SelectedEvent) => void) {
		this.#read = read;
		this.#misread = new Misreadings(read);
		this.#matcher = matcher;
		this.#onSelected = onSelected;
	}

	/** What was not understood of all the lines, whether selected or not. */
	get misread(): Misread {
		return this.#misread;
	}

	/** Opens a stream of bytes. @param file - Its name, as shown to the user. */
	open(file: string): EventInput {
		const index = this.#files++;
		const parser = new LineParser(this.#read, index);
		let line = 0;
		const scanner = new LineScanner(this.#read, {
			onEvents: (event, from, to) => {
				this.#misread.addRows({file: index, line: line + 1}, event, from, to);
				for (const cut of parser.cut()) {
					this.#take({
						event: cut,
						parsed: {type: 'event', events: [cut], origin: undefined, dialect: undefined},
						source: {text: ''},
						file,
						line,
						timeMs: cut.timeMs,
					});
				}
				for (let row = from; row < to; row++) {
					line++;
					event.moveTo(row);
					parser.lastMs = event.timeMs ?? parser.lastMs;
					this.#takeScanned(event, file, line);
				}
			},
			onLine: source => {
				line++;
				const parsed = source.oversized ? rawLine(source.text) : parser.parse(source.text);
				this.#misread.add({file: index, line}, source, parsed);
				for (const event of parsed.events) {
					this.#take({event, parsed, source, file, line, timeMs: event.timeMs});
				}
				if (parsed.type === 'raw' && parsed.events.length === 0) {
					this.#take({event: undefined, parsed, source, file, line, timeMs: undefined});
				}
			},
		});
		return {
			write: bytes => scanner.write(bytes),
			end: () => {
				scanner.end();
				const events = parser.flush();
				for (const event of events) {
					this.#take({
						event,
						parsed: {type: 'event', events, origin: undefined, dialect: undefined},
						source: {text: ''},
						file,
						line,
						timeMs: event.timeMs,
					});
				}
			},
		};
	}

	/** No more lines will come. */
	end(): void {
		this.#decideWaiting();
	}

	#takeScanned(event: ScannedEvent, file: string, line: number): void {
		const {timeMs} = event;
		if (timeMs === undefined && this.#timeMs === undefined) {
			const {line: source, parsed} = event.keptLine();
			this.#take({event: parsed.events[0], parsed, source, file, line, timeMs});
		} else {
			this.#take({event, parsed: event.parsed, source: event, file, line, timeMs});
		}
	}

	#take(selected: SelectedEvent): void {
		if (selected.timeMs !== undefined) {
			this.#timeMs = selected.timeMs;
			this.#decideWaiting();
		} else if (this.#timeMs === undefined && !this.#hasWaited) {
			if (this.#waiting.add(selected, selected.source.text.length)) {
				this.#decideWaiting();
			}
			return;
		}
		this.#decide(selected);
	}

	#decideWaiting(): void {
		if (!this.#hasWaited) {
			this.#hasWaited = true;
			for (const selected of this.#waiting.takeAll()) {
				this.#decide(selected);
			}
		}
	}

	#decide(selected: SelectedEvent): void {
		const timeMs = selected.timeMs ?? this.#timeMs;
		const {source, parsed} = selected;
		const event = selected.event === undefined ? undefined : this.#pairs.complete(selected.event, timeMs);
		const matches =
			this.#matcher === undefined ||
			(event === undefined
				? this.#matcher.matchesLine(parsed, source.text, timeMs)
				: timeMs === undefined
					? this.#matcher.matchesLine({type: 'event', events: [event], origin: undefined, dialect: undefined}, source.text, timeMs)
					: this.#matcher.matchesEvent(event, source.text, timeMs));
		if (matches) {
			this.#onSelected({...selected, event, timeMs});
		}
	}
}
