import {UsageError} from '../errors.ts';
import {zoneClock} from '../shared/time-zone.ts';
import {dialectNamed, dialectNames} from './dialects/index.ts';
import type {LogEvent, ParsedLine} from './event.ts';
import {JoinedPieces} from './lines/joined-pieces.ts';
import {type Prefix, takePrefix} from './lines/prefixes.ts';
import {opensObject, parseObject} from './parse-object.ts';
import {ObjectReader} from './read-object.ts';
import {defaultReadOptions, type ReadOptions} from './read-options.ts';

const blank: ParsedLine = {type: 'blank'};

/**
Parses the lines of one stream into events.

It carries nothing from line to line except texts that a container runtime cut into pieces, so half a log reads the same
as the whole.
*/
export class LineParser {
	readonly #objects: ObjectReader;
	readonly #pieces = new JoinedPieces();

	/** @throws UsageError when the dialect or time zone does not exist. */
	constructor(options: ReadOptions = defaultReadOptions) {
		const forced = options.dialect === undefined ? undefined : dialectNamed(options.dialect);
		if (options.dialect !== undefined && forced === undefined) {
			throw new UsageError(`unknown dialect ${options.dialect} (use one of ${dialectNames.join(', ')})`);
		}
		if (zoneClock(options.timeZone) === undefined) {
			throw new UsageError(`unknown time zone ${options.timeZone} (use a name such as UTC or Europe/Berlin)`);
		}
		this.#objects = new ObjectReader(options, forced);
	}

	/** @param text - One line, without its newline. */
	parse(text: string): ParsedLine {
		if (text.charCodeAt(0) !== openingBrace) {
			return this.#parseOther(text);
		}
		const fields = parseObject(text);
		return fields === undefined ? {type: 'raw', text} : this.#objects.read(fields);
	}

	/** The events of the texts whose last piece never came. Call it at the end of the stream. */
	flush(): readonly LogEvent[] {
		return [...this.#objects.flush(), ...this.#pieces.takeAll().flatMap(text => this.#objects.readText(text).events)];
	}

	#parseOther(text: string): ParsedLine {
		// A crash leaves a run of NULs, and the next line starts with them.
		const line = text.charCodeAt(0) === 0 ? text.replace(/^\0+/, '') : text;
		if (opensObject(line)) {
			const fields = parseObject(line);
			return fields === undefined ? {type: 'raw', text} : this.#objects.read(fields);
		}
		if (text.trim() === '') {
			return blank;
		}
		const prefix = takePrefix(line);
		if (prefix === undefined) {
			return {type: 'raw', text};
		}
		return prefix.piece === undefined ? this.#parseObject(prefix, prefix.rest, text) : this.#parsePiece(prefix, text);
	}

	/** A line of a container's log file may be one of several pieces of a line that the container wrote. */
	#parsePiece(prefix: Prefix, text: string): ParsedLine {
		const joined = this.#pieces.add(prefix.origin, prefix.rest, prefix.piece === 'full');
		if (joined === undefined) {
			return {type: 'event', events: [], origin: prefix.origin, dialect: undefined};
		}
		return this.#parseObject(prefix, joined, joined === prefix.rest ? text : joined);
	}

	/** @param text - The raw line, in case there is no object after all. */
	#parseObject(prefix: Prefix, object: string, text: string): ParsedLine {
		const fields = opensObject(object) ? parseObject(object) : undefined;
		if (fields === undefined) {
			return {type: 'raw', text};
		}
		const {events, dialect} = this.#objects.read(fields);
		const timeMs = this.#objects.time(prefix.time);
		return {
			type: 'event',
			events: events.map(event => ({...event, timeMs: event.timeMs ?? timeMs, host: event.host ?? prefix.host})),
			origin: prefix.origin,
			dialect,
		};
	}
}

const openingBrace = 0x7b;
