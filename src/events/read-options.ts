import type {PathFacts} from './log-path.ts';
import type {Rule} from './rules/rule.ts';

/** Where a field is found: a path (field-path.ts), and for a duration how many milliseconds a number there counts. */
export type Mapping = {readonly canonical: string; readonly field: string; readonly unitMs?: number};

/** How to read lines. Plain data, because it is sent to the engine's worker. */
export type ReadOptions = {
	/** `--map canonical=field`, takes precedence over every alias. */
	readonly map: readonly Mapping[];
	/** `--dialect NAME`. `undefined` detects it from the lines. */
	readonly dialect: string | undefined;
	/** IANA time zone for times without one. */
	readonly timeZone: string;
	/** `--time-format FORMAT`, as strftime has it: the form of times that are texts, tried before those that are known. */
	readonly timeFormat?: string | undefined;
	/** What the paths of the files say of all their lines, in the order of the sources; left out if none says anything. */
	readonly paths?: ReadonlyArray<PathFacts | undefined>;
	/** The user's own, in the order of asking. */
	readonly rules?: readonly Rule[];
};

export const defaultReadOptions: ReadOptions = {map: [], dialect: undefined, timeZone: 'UTC'};
