import type {EventKind} from './kinds.ts';

/** In ascending severity. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export type CircuitState = 'closed' | 'open' | 'half_open';

/**
One event of a log, its fields read under all aliases. `undefined` means "not in the line". A field of the wrong type is
treated as missing.

Times are epoch milliseconds (with a fraction if the log has one), durations milliseconds, ratios 0..1.
*/
export type LogEvent = {
	readonly kind: EventKind;
	/**
	The event's own time. `undefined` when the line has no readable time. It then gets the time of the line before.
	*/
	readonly timeMs: number | undefined;
	readonly level: Level | undefined;
	/** The stage if the event is about one, otherwise the part of the program that wrote it. */
	readonly component: string | undefined;
	/** The event's name or text. */
	readonly event: string | undefined;
	readonly host: string | undefined;
	readonly batch: string | number | undefined;
	readonly recordsIn: number | undefined;
	readonly recordsOut: number | undefined;
	readonly elapsedMs: number | undefined;
	readonly throughputRps: number | undefined;
	readonly circuitName: string | undefined;
	readonly oldState: CircuitState | undefined;
	readonly newState: CircuitState | undefined;
	readonly cacheName: string | undefined;
	readonly hits: number | undefined;
	readonly misses: number | undefined;
	readonly hitRate: number | undefined;
	readonly reason: string | undefined;
	/** What a start and an end have in common, for an event that a rule read. */
	readonly id?: string | undefined;
	/** The id of what it is a part of, or came after. */
	readonly parent?: string | undefined;
	/** Its rule found no name: that of an earlier event with its id counts. */
	readonly isNameless?: boolean;
	/** Its counts are running totals. */
	readonly isTotal?: boolean;
	/** The name of the rule that read it. */
	readonly rule?: string;
	/**
	The object in the line, unwrapped if it was wrapped. Foreign data: read keys with `Object.hasOwn`, never merge it
	into anything.
	*/
	readonly fields: Readonly<Record<string, unknown>>;
};

/** What one physical line of a log is. `lines = eventLines + rawLines + blankLines` holds for any log. */
export type ParsedLine =
	| {
			readonly type: 'event';
			/**
			Usually one. An OTLP line can hold several. None for a piece of a split line whose end has not come yet.
			*/
			readonly events: readonly LogEvent[];
			/** What precedes the object: a compose service, a pod, a CRI stream, a syslog host. */
			readonly origin: string | undefined;
			/** The dialect that read it. `undefined` for plain JSON under the common aliases. */
			readonly dialect: string | undefined;
			/**
			What in the line was not JSON and was read even so: `single quotes, cut off`. Left out when it was JSON.
			*/
			readonly mended?: string;
			/** Whether it says what is not in the line: by a rule of the user's own, or by the path of the file. */
			readonly isRuled?: boolean;
	  }
	| {
			/** A text. */
			readonly type: 'raw';
			readonly text: string;
			/** What it says of time, level, writer: one event, without fields. None where it says nothing. */
			readonly events: readonly LogEvent[];
			readonly isRuled?: boolean;
	  }
	| {readonly type: 'blank'; readonly events: readonly []};

const none: readonly [] = [];

export const blankLine: ParsedLine = {type: 'blank', events: none};

/** A text of which nothing is known. */
export function rawLine(text: string): ParsedLine {
	return {type: 'raw', text, events: none};
}

/** A piece of a split line, whose text comes later. */
export function isPiece({type, events}: ParsedLine): boolean {
	return type === 'event' && events.length === 0;
}

/** The position of a line. It decides the order of two events with the same time. */
export type LinePlace = {
	/** Index of the source on the command line, from 0. */
	readonly file: number;
	/** Physical line in the source, from 1. */
	readonly line: number;
};
