import {canonicalOf} from '../shared/field-names.ts';
import {unreadTimeAt} from '../wasm/layout.ts';
import type {LogEvent, ParsedLine} from './event.ts';
import {valueAtPath} from './field-path.ts';
import {isContinuation} from './lines/continuation.ts';
import type {SplitLine} from './lines/split-lines.ts';
import {parseJson} from './parse-json.ts';
import {opensObject} from './parse-object.ts';
import type {ReadOptions} from './read-options.ts';
import {codesOfRow, numbersOfRow, ScannedEvent} from './scan/scanned-event.ts';

/** Where in the log: the source's index, and the line in it from 1. */
type Place = {readonly file: number; readonly line: number};

/** Lines of which nothing is known but their text, of how many that are not blank, and why for the first of them. */
export type NotUnderstood = {readonly lines: number; readonly of: number; readonly first: Place & {readonly why: string}};

/** The first time that is there and could not be read. */
export type UnreadTime = Place & {readonly name: string; readonly text: string};

/** What was read and not understood. */
export type Misread = {readonly notUnderstood: NotUnderstood | undefined; readonly unreadTime: UnreadTime | undefined};

const longestText = 80;

/** Notes what is not understood of the lines of a log. */
export class Misreadings implements Misread {
	/** The paths that `--map` reads times from. */
	readonly #timePaths: readonly string[];
	#lines = 0;
	#filled = 0;
	#first: NotUnderstood['first'] | undefined;
	#unreadTime: UnreadTime | undefined;

	constructor({map}: Pick<ReadOptions, 'map'>) {
		this.#timePaths = map.filter(({canonical}) => canonicalOf(canonical) === 'timestamp').map(({field}) => field);
	}

	get notUnderstood(): NotUnderstood | undefined {
		return this.#first === undefined ? undefined : {lines: this.#lines, of: this.#filled, first: this.#first};
	}

	get unreadTime(): UnreadTime | undefined {
		return this.#unreadTime;
	}

	/** Takes a line, or a scanned row. @returns Whether it was understood. */
	add(place: Place, line: Text, parsed: ParsedLine): boolean {
		this.#filled += Number(parsed.type !== 'blank');
		if (parsed.type === 'event') {
			const [event] = parsed.events;
			if (event !== undefined && event.timeMs === undefined && this.#unreadTime === undefined) {
				this.#noteTime(place, event);
			}
			return true;
		}
		if (!isUnderstood(place.line, line, parsed)) {
			this.#lines++;
			this.#first ??= {...place, why: whyNot(line)};
			return false;
		}
		return true;
	}

	/** Takes scanned rows of adjacent lines, all of them events. */
	addRows({file, line}: Place, event: ScannedEvent, from: number, to: number): void {
		this.#filled += to - from;
		for (let row = from; row < to && this.#unreadTime === undefined; row++) {
			if (event.codes[row * codesOfRow + unreadTimeAt / 4] !== 0 && Number.isNaN(event.numbers[row * numbersOfRow])) {
				event.moveTo(row);
				this.#noteTime({file, line: line + row - from}, event);
			}
		}
	}

	#noteTime(place: Place, event: LogEvent): void {
		if (!(event instanceof ScannedEvent) || event.hasUnreadTime) {
			const found = unreadTimeIn(event.fields, this.#timePaths);
			this.#unreadTime = found && {...place, ...found};
		}
	}
}

type Text = Pick<SplitLine, 'text' | 'oversized' | 'malformed'>;

/** @param line - Its number: the first line continues nothing. */
function isUnderstood(line: number, {text, oversized, malformed}: Text, parsed: ParsedLine): boolean {
	if (parsed.type === 'blank' || parsed.events.length > 0) {
		return true;
	}
	return !oversized && !malformed && !hasControls.test(text) && (isFrame.test(text) || (line > 1 && isContinuation(text)));
}

function whyNot({text, oversized, malformed}: Text): string {
	if (oversized) {
		return 'it is over 1 MiB long';
	}
	if (malformed || hasControls.test(text)) {
		return 'bytes that are not text';
	}
	if (opensObject(text)) {
		return 'not JSON, although it begins with {';
	}
	return isJson(text) ? 'JSON, but not an object' : 'a text without a time or a level';
}

function isJson(text: string): boolean {
	try {
		parseJson(text);
		return true;
	} catch {
		return false;
	}
}

/** Line breaks and colours are no sign of packed bytes. */
const hasControls = /[\0-\u0008\u000e-\u001a\u001c-\u001f]/;
/** What stands around the objects of a list of one object a line, and of server-sent events. */
const isFrame = /^[\s\ufeff]*[[\],](?:\s*,)?\s*$|^(?:event|id|retry): ?\S{0,64}$|^:/;

function unreadTimeIn(fields: LogEvent['fields'], paths: readonly string[]): {readonly name: string; readonly text: string} | undefined {
	for (const name of [...paths, ...Object.keys(fields).filter(key => canonicalOf(key) === 'timestamp')]) {
		const value = valueAtPath(fields, name);
		const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
		if (text !== '') {
			return {name: shortened(name), text: shortened(text)};
		}
	}
	return undefined;
}

function shortened(text: string): string {
	return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
