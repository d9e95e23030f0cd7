import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';

/** How the logs of one program or library are told apart and read. */
export type Dialect = {
	/** As `--dialect` has it. */
	readonly name: string;
	/** Keys of which an object of this dialect has at least one. They only nominate it: `matches` decides. */
	readonly markers: readonly string[];
	/**
	The keys whose values `matches` looks at. Beside them it may ask which keys there are, in which order, of what type their values are, and whether a text or an
	object is empty: that is the same in all lines of one shape, and asked once. Left out, it is asked for each line.
	*/
	readonly decidedBy?: readonly string[];
	/** Asked for each object that has a marker, so that any part of a log is read as the whole. */
	readonly matches: (fields: Fields) => boolean;
	/** What a duration without a unit counts, in milliseconds; 1 where not given. */
	readonly bareDurationMs?: number;
	/**
	What is told otherwise than under the common aliases. Any object may come, for a dialect can be forced. Without it the common reading stands.

	@param common - The object as the common aliases have it.
	*/
	readonly read?: (fields: Fields, common: LogEvent, reading: Reading) => readonly LogEvent[];
};

/** What a dialect reads with. */
export type Reading = {
	/** Epoch milliseconds. */
	readonly time: (value: unknown) => number | undefined;
	/** Another object under the common aliases. */
	readonly common: (fields: Fields) => LogEvent;
};
