/** Which stretch of the log the timeline is to show, and in how many columns. */
export type TimelineRequest = {
	readonly columns: number;
	/** `undefined` is the whole log; live, its last hour. */
	readonly span: {readonly fromMs: number; readonly toMs: number} | undefined;
	/** The stage that has a line of its own. */
	readonly stage: string | undefined;
};

/** One number for each column of time, oldest first; `undefined` where nothing is known. */
export type TimelineSignal = ReadonlyArray<number | undefined>;

/** The log in one line per signal. */
export type TimelineView = {
	/** The first column starts here; each is `columnMs` long. */
	readonly fromMs: number;
	readonly toMs: number;
	readonly columnMs: number;
	/** Records per second that left the pipeline. */
	readonly throughputRps: TimelineSignal;
	readonly stage: {readonly name: string; readonly throughputRps: TimelineSignal} | undefined;
	/** Events of level error and worse, a second. */
	readonly errorsPerSecond: TimelineSignal;
	/** The most circuits that were open at once. */
	readonly openCircuits: TimelineSignal;
	/** 0..1, of all caches. */
	readonly cacheHitRate: TimelineSignal;
};
