import type {Slot} from '../shared/field-names.ts';
import type {Dialect, Reading} from './dialects/dialect.ts';
import {dockerText} from './dialects/docker.ts';
import {chooseDialect, dockerBit} from './dialects/index.ts';
import type {LogEvent, ParsedLine} from './event.ts';
import type {Fields} from './fields.ts';
import {JoinedPieces} from './lines/joined-pieces.ts';
import {opensObject, parseObject} from './parse-object.ts';
import {EventReader} from './read-event.ts';
import type {ReadOptions} from './read-options.ts';
import {RuleSet} from './rules/rule-set.ts';
import type {TimeReader} from './values/time-reader.ts';
import {newVocabulary} from './vocabulary.ts';

type EventLine = Extract<ParsedLine, {readonly type: 'event'}>;

type Inner = {
	readonly times: TimeReader;
	/** Reads a text that was in an object. */
	readonly texts: (text: string) => readonly LogEvent[];
};

/** Reads objects as events: picks the dialect, lets it read, applies `--map`, and opens wrappers. */
export class ObjectReader {
	readonly rules: RuleSet;
	readonly #reader: EventReader;
	readonly #forced: Dialect | undefined;
	readonly #reading: Reading;
	readonly #pieces = new JoinedPieces();
	readonly #texts: Inner['texts'];

	/** @param forced - The dialect of every object. Docker's wrapper is still opened first. */
	constructor(read: ReadOptions, forced: Dialect | undefined, {times, texts}: Inner) {
		const reader = new EventReader(newVocabulary(read), times);
		this.#reader = reader;
		this.rules = new RuleSet(read.rules ?? [], {readers: {events: reader, times}, common: fields => this.common(fields), forced});
		this.#forced = forced;
		this.#texts = texts;
		this.#reading = {
			time: value => times.read(value),
			text: text => this.#texts(text),
			common: fields => reader.finish(reader.read(fields), forced?.bareDurationMs ?? 1),
		};
	}

	read(fields: Fields): EventLine {
		const object = this.#readAs(fields);
		const event = object.events[0];
		const text = event?.event;
		return event !== undefined && text !== undefined && text.charCodeAt(0) === 0x7b ? this.#open(object, event, text) : object;
	}

	/** The events of the texts whose last piece never came. */
	flush(): readonly LogEvent[] {
		return this.#pieces.takeAll().flatMap(text => this.readText(text).events);
	}

	/** Reads a text as an object, or else as an event's message. */
	readText(text: string): EventLine {
		const fields = opensObject(text) ? parseObject(text) : undefined;
		return fields === undefined ? eventLine([this.common({message: text})], undefined) : this.read(fields);
	}

	/** Reads fields under the common aliases. */
	common(fields: Fields): LogEvent {
		return this.#reading.common(fields);
	}

	#readAs(fields: Fields): EventLine {
		const reader = this.#reader;
		const draft = reader.read(fields);
		const {nominated} = reader;
		if (nominated === 0 && this.#forced === undefined && !this.rules.hasOwn) {
			return eventLine([reader.finish(draft, 1)], undefined);
		}
		if ((nominated & dockerBit) !== 0) {
			const text = dockerText(fields);
			if (text !== undefined) {
				return this.#join(fields, text);
			}
		}
		const dialect = this.#forced ?? chooseDialect(nominated, fields);
		const mapped = reader.mappedSlots();
		const common = reader.finish(draft, dialect?.bareDurationMs ?? 1);
		const events = dialect?.read?.(fields, common, this.#reading) ?? [common];
		let isRuled = false;
		const ruled = events.map(event => {
			const own = this.rules.own(mapped.size === 0 ? event : withMapped(event, common, mapped));
			isRuled ||= own !== undefined;
			const known = own ?? (dialect === undefined ? event : this.rules.ofDialect(dialect, event));
			return own !== undefined || mapped.size === 0 ? known : withMapped(known, common, mapped);
		});
		return {...eventLine(ruled, dialect?.name), ...(isRuled ? {isRuled} : {})};
	}

	/** Joins the records of docker's json-file log: a text is complete once it ends in a newline. */
	#join(fields: Fields, {stream, text}: {readonly stream: string; readonly text: string}): EventLine {
		const whole = this.#pieces.add(stream, text, text.endsWith('\n'));
		if (whole === undefined) {
			return eventLine([], 'docker');
		}
		const message = whole.replace(/\r?\n$/, '');
		const event = {...this.#reading.common({time: fields.time, message}), fields: {...fields, log: whole}};
		const told = opensObject(message) ? [] : this.#texts(message);
		return eventLine(
			told.length === 0 ? [event] : told.map(each => within(event, {...each, fields: {...event.fields, ...each.fields}})),
			'docker',
		);
	}

	/** An object inside an event's text replaces the event. What it lacks comes from the outer object. */
	#open(outer: EventLine, around: LogEvent, text: string): EventLine {
		const fields = parseObject(text);
		if (fields === undefined) {
			return outer;
		}
		const inner = this.#readAs(fields);
		const events = inner.events.map(event => within(around, event));
		return {...eventLine(events, inner.dialect ?? outer.dialect), ...(inner.isRuled === true ? {isRuled: true} : {})};
	}
}

/** What an event lacks, what is around it may say. */
function within(around: LogEvent, event: LogEvent): LogEvent {
	return {
		...event,
		timeMs: event.timeMs ?? around.timeMs,
		level: event.level ?? around.level,
		component: event.component ?? around.component,
		event: event.event ?? around.event,
		host: event.host ?? around.host,
	};
}

function eventLine(events: readonly LogEvent[], dialect: string | undefined): EventLine {
	return {type: 'event', events, origin: undefined, dialect};
}

/** `--map` takes precedence over what a dialect knows. */
function withMapped(event: LogEvent, common: LogEvent, mapped: ReadonlySet<Slot>): LogEvent {
	const from = (...slots: readonly Slot[]) => (slots.some(slot => mapped.has(slot)) ? common : event);
	return {
		kind: from('event').kind,
		timeMs: from('timestamp').timeMs,
		level: from('level').level,
		component: from('component').component,
		event: from('event').event,
		host: from('host').host,
		batch: from('batch').batch,
		recordsIn: from('recordsIn').recordsIn,
		recordsOut: from('recordsOut').recordsOut,
		elapsedMs: from('elapsedMs').elapsedMs,
		throughputRps: from('throughputRps', 'recordsIn', 'recordsOut', 'elapsedMs').throughputRps,
		circuitName: from('circuitName').circuitName,
		oldState: from('oldState').oldState,
		newState: from('newState').newState,
		cacheName: from('cacheName').cacheName,
		hits: from('hits').hits,
		misses: from('misses').misses,
		hitRate: from('hitRate').hitRate,
		reason: from('reason').reason,
		fields: event.fields,
	};
}
