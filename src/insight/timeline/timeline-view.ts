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
	/** Up to here the log is read; what lies after it is not known yet, and `undefined` in every signal. */
	readonly knownToMs: number;
	/** Flow of the pipeline: records per second that left its last stage, or came to it where it doesn't tell what left. */
	readonly throughputRps: TimelineSignal;
	/** Its throughput as the stages' table has it: while it was at work. */
	readonly stage: {readonly name: string; readonly throughputRps: TimelineSignal} | undefined;
	/** Events of level error and worse, a second. */
	readonly errorsPerSecond: TimelineSignal;
	/** The most circuits that were open at once, if only for a part of the column. */
	readonly openCircuits: TimelineSignal;
	/** 0..1, the mean of all caches; each keeps the rate it last told. */
	readonly cacheHitRate: TimelineSignal;
	/** Alerts that fired in the column. */
	readonly alerts: TimelineSignal;
};
