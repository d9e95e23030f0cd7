import {Buffer} from 'node:buffer';
import type {ParsedLine} from '../events/event.ts';
import {LineParser} from '../events/parse-line.ts';
import type {ReadOptions} from '../events/read-options.ts';
import type {SplitLine} from '../events/split-lines.ts';
import type {LineMatcher} from '../history/line-matcher.ts';
import type {ReadLine} from './merge-lane.ts';
import {RawLines} from './raw-lines.ts';

/** A line that matches, as it was written. */
export type OnSelected = (raw: Buffer, isTerminated: boolean) => void;

/** A line with its very bytes, which are only lent. */
export type RawLine = ReadLine & {readonly raw: Buffer};

/** The lines of one stream, parsed in their order, and selected in that of all streams. */
export type SelectLines = {parse(line: SplitLine): ParsedLine; take(line: RawLine): void};

const maxWaiting = 10_000;

/**
Finds the lines that match, over any number of inputs. A line without a time takes that of the line before it; where times decide, those before the first time
wait for it.
*/
export class LineSelector {
	readonly #read: ReadOptions;
	readonly #matcher: LineMatcher | undefined;
	readonly #onSelected: OnSelected;
	#timeMs: number | undefined;
	#waiting: RawLine[] = [];

	constructor(read: ReadOptions, matcher: LineMatcher | undefined, onSelected: OnSelected) {
		this.#read = read;
		this.#matcher = matcher;
		this.#onSelected = onSelected;
	}

	/** @returns One stream of bytes. */
	open(): RawLines {
		const lines = this.openLines();
		return new RawLines((line, raw) => lines.take({line, parsed: lines.parse(line), raw}));
	}

	/** For lines that are read before it is their turn. The pieces of a line that a container runtime has split are selected together with their end. */
	openLines(): SelectLines {
		const parser = new LineParser(this.#read);
		let pieces: Buffer[] = [];
		return {
			parse: line => (line.oversized ? {type: 'raw', text: line.text} : parser.parse(line.text)),
			take: entry => {
				const {parsed, raw} = entry;
				if (this.#matcher !== undefined && parsed.type === 'event' && parsed.events.length === 0) {
					pieces.push(Buffer.from(raw));
				} else if (pieces.length === 0) {
					this.#line(entry);
				} else {
					const whole = Buffer.concat([...pieces, raw]);
					pieces = [];
					this.#line({...entry, raw: whole});
				}
			},
		};
	}

	/** No more lines come. */
	end(): void {
		this.#decideWaiting();
	}

	#line(entry: RawLine): void {
		const {parsed, raw} = entry;
		const times = parsed.type === 'event' ? parsed.events.flatMap(({timeMs}) => timeMs ?? []) : [];
		const isFirst = this.#timeMs === undefined && times.length > 0;
		const [ownMs] = times;
		if (isFirst) {
			this.#timeMs = ownMs;
			this.#decideWaiting();
		}
		if (this.#matcher?.needsTime === true && this.#timeMs === undefined) {
			this.#waiting.push({...entry, raw: Buffer.from(raw)});
			if (this.#waiting.length > maxWaiting) {
				this.#decideWaiting();
			}
			return;
		}
		this.#decide(entry);
		this.#timeMs = times.at(-1) ?? this.#timeMs;
	}

	#decideWaiting(): void {
		for (const entry of this.#waiting.splice(0)) {
			this.#decide(entry);
		}
	}

	#decide({line, parsed, raw}: RawLine): void {
		const ownMs = parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined;
		const matches =
			this.#matcher === undefined ? parsed.type !== 'blank' : this.#matcher.matchesLine(parsed, line.text, ownMs ?? this.#timeMs);
		if (matches) {
			this.#onSelected(raw, line.terminated);
		}
	}
}
