/** A period in which one signal was wrong. */
export type Symptom = {
	/** From the rule that found it: `circuit_open`, `error_burst`, … */
	readonly kind: string;
	/** The circuit, stage or cache. `undefined` for the whole stream. */
	readonly subject: string | undefined;
	readonly startMs: number;
	/** `undefined` while it is ongoing. */
	readonly endMs: number | undefined;
	/**
	When the rule could detect it: the end of the bucket that decided, never before `startMs`. Nothing later was
	considered.
	*/
	readonly foundMs: number;
	/**
	The signal before it and at its worst: records per second, milliseconds, errors per second, or a share of 1,
	depending on `kind`.
	*/
	readonly before: number | undefined;
	readonly worst: number | undefined;
	/** In the words of the log, if it gives a reason. */
	readonly reason: string | undefined;
	/** For a circuit that reports them: the failures that opened it. */
	readonly failures: number | undefined;
	/** For a circuit: how often it opened again from half-open before it closed. */
	readonly failedProbes?: number;
};

/**
Something that changed before an incident or at its end. It coincides with the incident. That it caused it is not
proven.
*/
export type Clue = {
	/**
	`retries`, `first_error`, `bottleneck`, `circuit_half_open`, `circuit_closed`, `recovered`, or a symptom's kind as a
	clue.
	*/
	readonly kind: string;
	readonly atMs: number;
	/** The stage, circuit or cache. For a bottleneck, the new one. */
	readonly subject: string | undefined;
	/** In the unit of the kind, as in `Symptom`. `undefined` for a circuit. */
	readonly before: number | undefined;
	readonly after: number | undefined;
	/** The log's own words (for an error), or the old bottleneck. */
	readonly text: string | undefined;
};

/** The cost of an incident, compared with the period before it. */
export type Impact = {
	/** Records per second leaving the pipeline, before and during the incident. */
	readonly throughput: {readonly beforeRps: number; readonly duringRps: number} | undefined;
	readonly bottleneck: {readonly before: string | undefined; readonly during: string | undefined};
	/** Records that would have been processed at the previous rate. `undefined` when that rate is unknown. */
	readonly recordsNotProcessed: number | undefined;
	readonly errors: number;
	readonly alerts: number;
	/** What became of the batches that stages out of order didn't do. */
	readonly bypasses?: readonly Bypass[];
};

/** Batches that came as far as a stage and that it didn't do, because it failed or its circuit was open. */
export type Bypass = {
	readonly stage: string;
	readonly batches: number;
	/** By the mean of a batch. `undefined` if the log doesn't tell records. */
	readonly records: number | undefined;
	/** Of these, the ones that didn't come to the next stage either. The others went on without the stage. */
	readonly lostBatches: number;
	readonly lostRecords: number | undefined;
};

/** A line of the log that shows it. */
export type Evidence = {
	/** Index of the source. */
	readonly file: number;
	/** From 1, as in editors. */
	readonly line: number;
	readonly atMs: number;
};

/** A period of trouble. Symptoms that overlap in time form one incident. */
export type Incident = {
	/** From 1, by start. */
	readonly number: number;
	readonly startMs: number;
	/** `undefined` while it is ongoing. */
	readonly endMs: number | undefined;
	/** The first symptom found. A circuit that opened takes precedence over what led to it. */
	readonly trigger: Symptom;
	/** All symptoms including the trigger, by start. */
	readonly symptoms: readonly Symptom[];
	/** What changed first, by time. */
	readonly leadUp: readonly Clue[];
	readonly impact: Impact;
	/** How it ended, by time. Empty while it is ongoing. */
	readonly ending: readonly Clue[];
	/** By place in the log. Limited in number. */
	readonly evidence: readonly Evidence[];
};
