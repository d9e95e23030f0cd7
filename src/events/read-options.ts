/** How lines are read. Plain data: it crosses to the engine's worker. */
export type ReadOptions = {
	/** `--map canonical=field` (a dotted path), before every alias. */
	readonly map: ReadonlyArray<{readonly canonical: string; readonly field: string}>;
	/** `--dialect NAME`; `undefined` finds it out from the lines. */
	readonly dialect: string | undefined;
	/** IANA zone in which a time without a zone is read. */
	readonly timeZone: string;
};

export const defaultReadOptions: ReadOptions = {map: [], dialect: undefined, timeZone: 'UTC'};
