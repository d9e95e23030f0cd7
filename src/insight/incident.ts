/** A stretch in which one signal was wrong. */
export type Symptom = {
	/** Of the rule that found it: `circuit_open`, `error_burst`, … */
	readonly kind: string;
	/** The circuit, stage or cache; `undefined` where it is the whole stream. */
	readonly subject: string | undefined;
	readonly startMs: number;
	/** `undefined` while it goes on. */
	readonly endMs: number | undefined;
	/** When the rule could tell: the end of the bucket that decided, never before `startMs`. Nothing after it was looked at. */
	readonly foundMs: number;
	/** The signal before it and at its worst: records per second, milliseconds, errors per second, or a share of 1, by `kind`. */
	readonly before: number | undefined;
	readonly worst: number | undefined;
	/** In the words of the log, where it tells. */
	readonly reason: string | undefined;
	/** Of a circuit that tells it: the failures that opened it. */
	readonly failures: number | undefined;
};

/** Something that changed before or at the end of an incident. It came in time with it; that it caused it is not proven. */
export type Clue = {
	/** `retries`, `first_error`, `bottleneck`, `circuit_half_open`, `circuit_closed`, `recovered`, or what a symptom is as a clue. */
	readonly kind: string;
	readonly atMs: number;
	/** The stage, circuit or cache; of a bottleneck the new one. */
	readonly subject: string | undefined;
	/** In the unit of the kind, as in `Symptom`; of a circuit `undefined`. */
	readonly before: number | undefined;
	readonly after: number | undefined;
	/** In the words of the log (an error's), or the old bottleneck. */
	readonly text: string | undefined;
};

/** What an incident cost, against the stretch before it. */
export type Impact = {
	/** Records per second that left the pipeline: before it, and during it. */
	readonly throughput: {readonly beforeRps: number; readonly duringRps: number} | undefined;
	readonly bottleneck: {readonly before: string | undefined; readonly during: string | undefined};
	/** Records that would have been processed at the rate before; `undefined` where that isn't known. */
	readonly recordsNotProcessed: number | undefined;
	readonly errors: number;
	readonly alerts: number;
};

/** A line of the log that shows it. */
export type Evidence = {
	/** Index of the source. */
	readonly file: number;
	/** From 1, as editors count. */
	readonly line: number;
	readonly atMs: number;
};

/** A stretch of trouble: symptoms that overlap in time are one incident. */
export type Incident = {
	/** From 1, by start. */
	readonly number: number;
	readonly startMs: number;
	/** `undefined` while it goes on. */
	readonly endMs: number | undefined;
	/** The first symptom that was found; a circuit's opening comes before what led to it. */
	readonly trigger: Symptom;
	/** All of them, the trigger included, by start. */
	readonly symptoms: readonly Symptom[];
	/** What changed first, by time. */
	readonly leadUp: readonly Clue[];
	readonly impact: Impact;
	/** How it ended, by time; empty while it goes on. */
	readonly ending: readonly Clue[];
	/** By place in the log, a bounded number. */
	readonly evidence: readonly Evidence[];
};
