/** Which part of the log the timeline shows, and in how many columns. */
export type TimelineRequest = {
	readonly columns: number;
	/** `undefined` is the whole log, or its last hour when live. */
	readonly span: {readonly fromMs: number; readonly toMs: number} | undefined;
	/** The stage that has its own line. */
	readonly stage: string | undefined;
};

/** One number per time column, oldest first. `undefined` where nothing is known. */
export type TimelineSignal = ReadonlyArray<number | undefined>;

/** The log in one line per signal. */
export type TimelineView = {
	/** Start of the first column. Each column is `columnMs` long. */
	readonly fromMs: number;
	readonly toMs: number;
	readonly columnMs: number;
	/** The log has been read up to here. Everything after it is unknown, and `undefined` in every signal. */
	readonly knownToMs: number;
	/**
	Flow of the pipeline: records per second leaving its last stage, or entering it if the stage does not report its
	output.
	*/
	readonly throughputRps: TimelineSignal;
	/** Its throughput as in the stages table: while it was working. */
	readonly stage: {readonly name: string; readonly throughputRps: TimelineSignal} | undefined;
	/** Events of level error or worse, per second. */
	readonly errorsPerSecond: TimelineSignal;
	/** The most circuits open simultaneously, even if only for a part of the column. */
	readonly openCircuits: TimelineSignal;
	/** 0..1, the mean of all caches. Each keeps the rate that it last reported. */
	readonly cacheHitRate: TimelineSignal;
	/** Alerts that fired in the column. */
	readonly alerts: TimelineSignal;
};
