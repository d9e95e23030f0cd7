/** How to read lines. Plain data, because it is sent to the engine's worker. */
export type ReadOptions = {
	/** `--map canonical=field` (a dotted path), takes precedence over every alias. */
	readonly map: ReadonlyArray<{readonly canonical: string; readonly field: string}>;
	/** `--dialect NAME`. `undefined` detects it from the lines. */
	readonly dialect: string | undefined;
	/** IANA time zone for times without one. */
	readonly timeZone: string;
	/** `--time-format FORMAT`, as strftime has it: the form of times that are texts, tried before those that are known. */
	readonly timeFormat?: string | undefined;
};

export const defaultReadOptions: ReadOptions = {map: [], dialect: undefined, timeZone: 'UTC'};
