import type {CircuitState, Level} from '../events/event.ts';
import type {Misread} from '../events/misreadings.ts';

export type {Misread};

/** The state of the pipeline: see `verdictAt`. `UNKNOWN` before the first event, too. */
export type Status = 'HEALTHY' | 'DEGRADED' | 'UNKNOWN';

/** Relative error at most 1 %. `undefined` when nothing completed in the window. */
export type LatencyMs = {readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number};

/** One stage over the window that ends at the cursor. */
export type StageView = {
	readonly name: string;
	/** The last reported throughput. With several hosts, the sum of each host's last one within the window. */
	readonly throughputRps: number | undefined;
	/** When it was reported. */
	readonly throughputAtMs?: number | undefined;
	/** It is no rate of now: from before the window, or before its newest attempts failed. Never over a whole log. */
	readonly isPast?: true;
	/** Its work overlaps on one host (parallel tasks), so its throughput is that of one worker. */
	readonly isPerWorker?: true;
	/** `sum(recordsIn) / sum(elapsed)` over the window, for completions that have both. */
	readonly windowRps: number | undefined;
	/** `sum(recordsIn) / window`: records per second that actually arrived. */
	readonly flowRps: number | undefined;
	/** Sums over the window. */
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly completions: number;
	/** Attempts that failed. */
	readonly failures: number;
	readonly errors: number;
	readonly retries: number;
	/** `sum(recordsOut) / sum(recordsIn)` for completions that have both, 0..1. `undefined` when nothing came in. */
	readonly passRate: number | undefined;
	/** `sum(elapsed) / window`. Over 1 with parallel workers. */
	readonly busy: number | undefined;
	readonly latencyMs: LatencyMs | undefined;
	/**
	Throughput, oldest first, `undefined` where the stage completed nothing. A fixed number of points over
	`trendSpanMs`.
	*/
	readonly trend: ReadonlyArray<number | undefined>;
	/** Milliseconds since it last completed or failed. `undefined` while that is usual for it. */
	readonly silentMs: number | undefined;
	readonly hosts: readonly HostView[];
};

/** A stage's part on one host. `name` is `''` when the log has no host names. */
export type HostView = {
	readonly name: string;
	readonly throughputRps: number | undefined;
	readonly throughputAtMs?: number | undefined;
	readonly isPast?: true;
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly passRate: number | undefined;
	readonly busy: number | undefined;
	readonly errors: number;
};

/**
The stage that limits the pipeline (`bottleneckStage`), the one with the largest service demand, and what the panel says
about them. Over a whole log, throughputs are the last ones, as in the lecture; over a window, those of the window.
*/
export type BottleneckView = {
	readonly stage: string;
	readonly throughputRps: number | undefined;
	/** The next slowest by throughput. */
	readonly next: {readonly stage: string; readonly throughputRps: number | undefined} | undefined;
	readonly demand:
		| {
				readonly stage: string;
				/**
				The busy share of that stage, 0..1 (over 1 with parallel workers). `undefined` when the window has no
				length.
				*/
				readonly utilisation: number | undefined;
				/**
				Milliseconds of work that a batch needs from that stage: visits x the mean time of the completions that
				have one.
				*/
				readonly demandMs: number;
				/** How much faster the pipeline would be if that stage were not a limit. `undefined` with one stage. */
				readonly headroom: number | undefined;
				readonly next: string | undefined;
		  }
		| undefined;
	/** Why it was found by the time of work, if throughputs can't tell. */
	readonly whyByTime?: string;
	/** Batches being worked on simultaneously, by Little's law: the sum of the stages' busy. */
	readonly inFlight: number | undefined;
	/**
	Why it is slow, in a few words: what changed (`p95 310 → 612 ms in 5m`), or what it waits for (an open circuit,
	retries). Most telling first.
	*/
	readonly reasons: readonly string[];
};

export type CircuitView = {
	readonly name: string;
	readonly state: CircuitState;
	/** When it closed, or, while it is open or half-open, its first opening since it was last closed. */
	readonly sinceMs: number | undefined;
	/** Changes from closed to open, up to the cursor. */
	readonly trips: number;
	/** How often it was half-open, and how often it opened again from there. */
	readonly probes: number;
	readonly failedProbes: number;
	readonly reason: string | undefined;
	/** The stages that it guards, by its name and by what wrote its events. */
	readonly stages?: readonly string[];
	readonly retries: number;
	/** The worst state in each slice of the hour before the cursor, oldest first. `undefined` before it was known. */
	readonly history: ReadonlyArray<CircuitState | undefined>;
	/** In the row that circuits beyond the limit share: how many of them are open. */
	readonly open?: number;
};

export type CacheView = {
	readonly name: string;
	readonly hitRate: number | undefined;
	readonly hits: number | undefined;
	readonly misses: number | undefined;
	readonly size: number | undefined;
	readonly maxSize: number | undefined;
	readonly trend: ReadonlyArray<number | undefined>;
};

/** What a stage said about itself, or what was seen of it. */
export type SignatureView = {
	/** The announced name, or the stage's. */
	readonly name: string;
	readonly description: string | undefined;
	/** `process(records, minVal=20, maxVal=80)`. `undefined` when it was never announced. */
	readonly signature: string | undefined;
	readonly announcedAtMs: number | undefined;
	/** The stage of the series that it belongs to. */
	readonly stage: string | undefined;
	/** Fields seen in the stage's events, for a stage that did not announce itself. */
	readonly seenFields: readonly string[];
};

/** Exact counts of what was read: `lines = eventLines + rawLines + blankLines`. */
export type SourceCounts = Misread & {
	readonly lines: number;
	readonly eventLines: number;
	readonly rawLines: number;
	readonly blankLines: number;
	readonly events: number;
	readonly bytes: number;
	/** Lines over the length limit, of which only the start was kept. They are raw lines. */
	readonly oversizedLines: number;
	/** Lines of any kind with invalid UTF-8. */
	readonly malformedLines: number;
	/** Lines that were not quite JSON and were read as events even so. */
	readonly mendedLines: number;
	/** Starts with an id whose end has not come. */
	readonly openStarts: number;
};

/**
A value now, in the baseline, and its change: relative for amounts, a difference for ratios. `undefined` when unknown.
*/
export type Change = {readonly now: number | undefined; readonly then: number | undefined; readonly change: number | undefined};

/** A stage compared with a good run. */
export type StageChange = {
	/** Records per second of work. The change is relative: -0.62 is 62 % less. */
	readonly throughputRps: Change;
	/** The change is relative: 1 is twice as long. */
	readonly p95Ms: Change;
	/** 0..1. The change is a difference. */
	readonly passRate: Change;
	/** Errors per completed batch. The change is a difference. */
	readonly errors: Change;
};

/**
The difference from a good run. `new` stages are not in it. `missing` ones are, but have not appeared yet. Plain data.
*/
export type BaselineView = {
	readonly file: string;
	readonly stages: ReadonlyMap<string, StageChange>;
};

/** Everything that the screen and `health` show, at one instant. Plain data, because it crosses threads. */
export type Snapshot = {
	/** The cursor. `undefined` when the log has no timestamps or nothing was read. */
	readonly atMs: number | undefined;
	readonly fromMs: number | undefined;
	readonly toMs: number | undefined;
	/** The window's length. `undefined` for the whole log. */
	readonly windowMs: number | undefined;
	readonly status: Status;
	/** Why it is DEGRADED, a line each, newest first; or that most of the log was not understood. */
	readonly statusReasons: readonly string[];
	/** Milliseconds without an event, once that is too long (live only). */
	readonly stalledMs: number | undefined;
	readonly batchCount: number | undefined;
	readonly totalAlerts: number | undefined;
	readonly peakMemoryKb: number | undefined;
	readonly memoryTrend: ReadonlyArray<number | undefined>;
	readonly meanRecentThroughputRps: number | undefined;
	/** In pipeline order: the order in which a batch visits them. */
	readonly stages: readonly StageView[];
	/** How many stages are folded into `other (N)` because there were too many names. */
	readonly otherStages: number;
	readonly bottleneck: BottleneckView | undefined;
	readonly circuits: readonly CircuitView[];
	readonly caches: readonly CacheView[];
	readonly signatures: readonly SignatureView[];
	readonly alerts: readonly AlertView[];
	/** The difference from a good run, if one was given and has been read. */
	readonly baseline?: BaselineView | undefined;
	readonly levelCounts: Readonly<Record<Level | 'unset', number>>;
	readonly incidents: number;
	readonly source: SourceCounts;
	/** The dialects seen, in order of appearance. */
	readonly dialects: readonly string[];
};

/** An alert event in the log, or a rule that became true or stopped being true. */
export type AlertView = {
	readonly type: 'event' | 'fired' | 'resolved';
	readonly name: string;
	readonly timeMs: number | undefined;
	readonly value: number | undefined;
	/** Set for a rule with `by`. */
	readonly group: string | undefined;
};
