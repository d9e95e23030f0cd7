import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {Rule} from '../rules/rule.ts';

/** How to recognize and read the logs of one program or library. */
export type Dialect = {
	/** Its name for `--dialect`. */
	readonly name: string;
	/** Keys of which every object of this dialect has at least one. They only nominate it, `matches` decides. */
	readonly markers: readonly string[];
	/**
	The keys whose values `matches` looks at. Apart from these it may only check which keys exist, their order, the
	types of their values, and whether a text or an object is empty. All of that is the same in every line of one shape,
	so it is asked once per shape. Without `decidedBy` it is asked for each line.
	*/
	readonly decidedBy?: readonly string[];
	/** Called for each object that has a marker, so any part of a log reads the same as the whole. */
	readonly matches: (fields: Fields) => boolean;
	/** How many milliseconds a duration without a unit counts. 1 by default. */
	readonly bareDurationMs?: number;
	/**
	What its events say of the pipeline, as data. Those of a dialect without markers are for texts: they are tried on every
	line that is one.
	*/
	readonly rules?: readonly Rule[];
	/**
	Overrides the common aliases. It must cope with any object, because a dialect can be forced. Without `read` the
	common reading stands.

	@param common - The object as read under the common aliases.
	*/
	readonly read?: (fields: Fields, common: LogEvent, reading: Reading) => readonly LogEvent[];
};

/** What a dialect needs for reading. */
export type Reading = {
	/** Parses a time into epoch milliseconds. */
	readonly time: (value: unknown) => number | undefined;
	/** Reads a text as a line of its own: its objects, or its head and what rules find in it. */
	readonly text: (text: string) => readonly LogEvent[];
	/** Reads another object under the common aliases. */
	readonly common: (fields: Fields) => LogEvent;
};
