import {UsageError} from '../errors.ts';
import {zoneClock} from '../shared/time-zone.ts';
import {dialectNamed, dialectNames} from './dialects/index.ts';
import {blankLine, type LogEvent, type ParsedLine, rawLine} from './event.ts';
import {emptyEvent} from './event-draft.ts';
import {withoutColours} from './lines/colours.ts';
import {levelOfCrash} from './lines/crash.ts';
import {readCri} from './lines/cri.ts';
import {type Found, findObjects} from './lines/find-objects.ts';
import {JoinedPieces} from './lines/joined-pieces.ts';
import {type LineHead, readHead, withFacts} from './lines/line-head.ts';
import {mayBeLogfmt, readLogfmt} from './lines/logfmt.ts';
import {SpreadObject} from './lines/spread-object.ts';
import type {PathFacts} from './log-path.ts';
import {parseObject} from './parse-object.ts';
import {ObjectReader} from './read-object.ts';
import {defaultReadOptions, type ReadOptions} from './read-options.ts';
import {problemOfFormat, type TimeFormat} from './values/time-format.ts';
import {TimeReader} from './values/time-reader.ts';

/**
Parses the lines of one stream into events.

It carries from line to line: texts that a container runtime cut into pieces, an object printed over several lines, and the
time of the line before
(docs/log-format.md: an hour that occurs twice). Half a log reads the same as the whole where that time is given.
*/
export class LineParser {
	readonly #objects: ObjectReader;
	readonly #times: TimeReader;
	readonly #path: PathFacts | undefined;
	readonly #pieces = new JoinedPieces();
	#spread: SpreadObject | undefined;

	/**
	@param file - The index of the source, if known.
	@throws UsageError when the dialect or time zone does not exist, or the form of times is none.
	*/
	constructor(options: ReadOptions = defaultReadOptions, file?: number) {
		const {paths = []} = options;
		this.#path = file === undefined && paths.length === 1 ? paths[0] : paths[file ?? -1];
		const forced = options.dialect === undefined ? undefined : dialectNamed(options.dialect);
		if (options.dialect !== undefined && forced === undefined) {
			throw new UsageError(`unknown dialect ${options.dialect} (use one of ${dialectNames.join(', ')})`);
		}
		if (zoneClock(options.timeZone) === undefined) {
			throw new UsageError(`unknown time zone ${options.timeZone} (use a name such as UTC or Europe/Berlin)`);
		}
		const formatProblem = options.timeFormat === undefined ? undefined : problemOfFormat(options.timeFormat);
		if (formatProblem !== undefined) {
			throw new UsageError(`time format ${options.timeFormat} ${formatProblem}`);
		}
		this.#times = new TimeReader(options);
		const texts = (text: string) => this.#parseInner(text).events;
		this.#objects = new ObjectReader(options, forced, {times: this.#times, texts});
	}

	/** The time of the line before. Set it where lines in between were not parsed here. */
	get lastMs(): number | undefined {
		return this.#times.lastMs;
	}

	set lastMs(timeMs: number | undefined) {
		this.#times.lastMs = timeMs;
	}

	/** @param text - One line, without its newline. */
	parse(text: string): ParsedLine {
		const parsed = this.#onPath(this.#parseLine(text));
		this.#times.lastMs = lastTimeOf(parsed) ?? this.#times.lastMs;
		return parsed;
	}

	/** What the file's path says counts for each of its lines. */
	#onPath(parsed: ParsedLine): ParsedLine {
		const path = this.#path;
		if (path === undefined || parsed.type === 'blank' || parsed.events.length === 0) {
			return parsed;
		}
		const {component, batch} = path;
		return {...parsed, events: parsed.events.map(event => ({...event, component, batch: event.batch ?? batch})), isRuled: true};
	}

	/** The events of an object over several lines that was cut off by a line which is not parsed here. */
	cut(): readonly LogEvent[] {
		const open = this.#spread;
		this.#spread = undefined;
		return open === undefined ? [] : (this.#parseBehind(open.text, {})?.events ?? []);
	}

	/** What an object over several lines has so far comes with its last line, or with the line that shows that it was cut off. */
	#parseLine(text: string): ParsedLine {
		const open = this.#spread;
		if (open === undefined) {
			return this.#parseAlone(text);
		}
		const taken = open.take(text);
		if (taken === 'open') {
			return spreadPiece;
		}
		this.#spread = undefined;
		const cut = this.#parseBehind(open.text, {}) ?? rawLine(open.text);
		if (taken === 'closed') {
			return cut.type === 'event' ? cut : spreadPiece;
		}
		const parsed = this.#parseAlone(text);
		return parsed.type === 'blank' || cut.events.length === 0 ? parsed : {...parsed, events: [...cut.events, ...parsed.events]};
	}

	#parseAlone(text: string): ParsedLine {
		if (text.charCodeAt(0) === openingBrace) {
			const fields = parseObject(text);
			if (fields !== undefined) {
				return this.#objects.read(fields);
			}
		}
		return this.#parseOther(text);
	}

	/** The events of the texts whose last piece never came. Call it at the end of the stream. */
	flush(): readonly LogEvent[] {
		return [...this.cut(), ...this.#objects.flush(), ...this.#pieces.takeAll().flatMap(text => this.#objects.readText(text).events)];
	}

	#parseOther(text: string): ParsedLine {
		if (text.trim() === '') {
			return blankLine;
		}
		const line = withoutColours(text).replace(leadingMarks, '');
		const cri = readCri(line);
		if (cri === undefined) {
			this.#spread = SpreadObject.of(line);
			if (this.#spread !== undefined) {
				return spreadPiece;
			}
			const isTried = line === text && text.charCodeAt(0) === openingBrace;
			return this.#parseBehind(line, {}, isTried) ?? this.#parseText(line, {}, text);
		}
		const {stream, rest, ends, time} = cri;
		const joined = this.#pieces.add(stream, rest, ends);
		if (joined === undefined) {
			return {type: 'event', events: [], origin: stream, dialect: undefined};
		}
		return this.#parseBehind(joined, {time, origin: stream}) ?? this.#parseText(joined, {time}, joined === rest ? text : joined);
	}

	/** A text that was in an object. */
	#parseInner(text: string): ParsedLine {
		const line = withoutColours(text);
		return this.#parseBehind(line, {}) ?? this.#parseText(line, {}, line);
	}

	/**
	The objects of a line, or its pairs, and what stands before them.

	@param said - What is known of the line already.
	@param isTried - The whole line is known not to be an object.
	@returns `undefined` where there is no object.
	*/
	#parseBehind(line: string, said: LineHead, isTried = false): ParsedLine | undefined {
		const found = findObjects(line, isTried) ?? findLogfmt(line, this.#times.form);
		if (found === undefined) {
			return undefined;
		}
		const {start, objects, mended, dialect} = found;
		const lines = objects.map(fields => this.#objects.read(fields));
		const before = line.slice(0, start);
		const {head, end} = before.trim() === '' ? {head: {}, end: start} : readHead(before, this.#times.form);
		const origin = withFacts(said, head);
		const rest = before.slice(end).trim();
		const timeMs = this.#times.read(origin.time);
		return {
			type: 'event',
			events: lines.flatMap(({events}) => events.map(event => withOrigin(event, origin, timeMs, rest))),
			origin: origin.origin ?? (before.trim() === '' ? undefined : before.trim().slice(0, longestOrigin)),
			dialect: lines.find(each => each.dialect !== undefined)?.dialect ?? dialect,
			...(mended === '' ? {} : {mended}),
			...(lines.some(({isRuled}) => isRuled) ? {isRuled: true} : {}),
		};
	}

	/**
	A text may say when it was written, how bad it is, and by whom.

	@param line - Without colours, and without what a wrapper said.
	@param around - What the wrapper said.
	@param text - As it is shown.
	*/
	#parseText(line: string, around: LineHead, text: string): ParsedLine {
		const {head, end} = readHead(line, this.#times.form);
		const {time, level, host, component} = withFacts(around, head);
		const rest = line.slice(end);
		const said = {timeMs: this.#times.read(time), level: level ?? levelOfCrash(rest)};
		const event = this.#objects.rules.ofText(line, said);
		const known = event === undefined ? said : {timeMs: event.timeMs, level: event.level};
		if (event === undefined && known.timeMs === undefined && known.level === undefined) {
			return rawLine(text);
		}
		const read = event ?? emptyEvent;
		return {
			type: 'raw',
			text,
			events: [
				{
					...read,
					...known,
					component: read.component ?? component,
					event: read.event ?? (rest === '' ? line : rest),
					host: read.host ?? host,
				},
			],
		};
	}
}

/** The time of the last event that has one. */
function lastTimeOf({events}: ParsedLine): number | undefined {
	return events.findLast(({timeMs}) => timeMs !== undefined)?.timeMs;
}

/** The pairs of a line, from its start or behind its head. */
function findLogfmt(line: string, form: TimeFormat | undefined): Found | undefined {
	if (!mayBeLogfmt(line)) {
		return undefined;
	}
	for (const start of new Set([line.length - line.trimStart().length, readHead(line, form).end])) {
		const fields = readLogfmt(line, start);
		if (fields !== undefined) {
			return {start, objects: [fields], mended: '', dialect: 'logfmt'};
		}
	}
	return undefined;
}

/** What the object doesn't say, what stands before it may. */
function withOrigin(event: LogEvent, {level, host, component}: LineHead, timeMs: number | undefined, rest: string): LogEvent {
	return {
		...event,
		timeMs: event.timeMs ?? timeMs,
		level: event.level ?? level,
		host: event.host ?? host,
		component: event.component ?? component,
		event: event.event ?? (rest === '' ? undefined : rest.replace(/[\s:=>-]+$/, '').slice(0, longestOrigin)),
	};
}

/** A line of an object over several lines, except the last. */
const spreadPiece: ParsedLine = {type: 'event', events: [], origin: undefined, dialect: undefined};

const openingBrace = 0x7b;
/**
A crash leaves a run of NULs, and the next line starts with them; files put together keep their byte order marks; JSON
text sequences have 0x1e.
*/
const leadingMarks = /^[\0\u001e\ufeff]+/;
const longestOrigin = 256;
