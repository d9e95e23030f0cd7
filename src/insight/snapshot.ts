import type {CircuitState, Level} from '../events/event.ts';
import type {BaselineView} from './stages/baseline.ts';

/** How the pipeline is: `DEGRADED` while a circuit is open, `UNKNOWN` before the first event. */
export type Status = 'HEALTHY' | 'DEGRADED' | 'UNKNOWN';

/** Relative error at most 1 %. `undefined` where nothing completed in the window. */
export type LatencyMs = {readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number};

/** One stage over the window that ends at the cursor. */
export type StageView = {
	readonly name: string;
	/** The last reported throughput; the sum of the hosts' last ones within the window where several run the stage. */
	readonly throughputRps: number | undefined;
	/** `sum(recordsIn) / sum(elapsed)` over the window, of the completions that tell both. */
	readonly windowRps: number | undefined;
	/** `sum(recordsIn) / window`: records a second that really came. */
	readonly flowRps: number | undefined;
	/** Sums over the window. */
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly completions: number;
	readonly errors: number;
	readonly retries: number;
	/** `sum(recordsOut) / sum(recordsIn)` of the completions that tell both, 0..1; `undefined` where nothing came in. */
	readonly passRate: number | undefined;
	/** `sum(elapsed) / window`: over 1 where workers run in parallel. */
	readonly busy: number | undefined;
	readonly latencyMs: LatencyMs | undefined;
	/** Throughput, oldest first, `undefined` where the stage did not complete anything. Fixed number of points over `trendSpanMs`. */
	readonly trend: ReadonlyArray<number | undefined>;
	/** Milliseconds since it last completed or failed; `undefined` while that is usual for it. */
	readonly silentMs: number | undefined;
	readonly hosts: readonly HostView[];
};

/** A stage's part on one host; `name` is `''` where the log names no host. */
export type HostView = {
	readonly name: string;
	readonly throughputRps: number | undefined;
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly passRate: number | undefined;
	readonly busy: number | undefined;
	readonly errors: number;
};

/** The stage with the lowest last throughput (`bottleneckStage`) and the one with the largest service demand, with what the panel says of them. */
export type BottleneckView = {
	readonly stage: string;
	readonly throughputRps: number | undefined;
	/** The next slowest by throughput. */
	readonly next: {readonly stage: string; readonly throughputRps: number | undefined} | undefined;
	readonly demand:
		| {
				readonly stage: string;
				/** The busy share of that stage, 0..1 (over 1 with parallel workers); `undefined` where the window has no length. */
				readonly utilisation: number | undefined;
				/** Milliseconds of work a batch asks of that stage: visits x the mean time of the completions that tell theirs. */
				readonly demandMs: number;
				/** How much faster the pipeline would get if that stage were no limit; `undefined` with one stage. */
				readonly headroom: number | undefined;
				readonly next: string | undefined;
		  }
		| undefined;
	/** Batches at work at once, by Little's law: the sum of the stages' busy. */
	readonly inFlight: number | undefined;
	/** Why it is slow, in a few words: what changed (`p95 310 → 612 ms in 5m`), or what it waits for (an open circuit, retries). Most telling first. */
	readonly reasons: readonly string[];
};

export type CircuitView = {
	readonly name: string;
	readonly state: CircuitState;
	readonly sinceMs: number | undefined;
	/** Changes to open, up to the cursor. */
	readonly trips: number;
	readonly reason: string | undefined;
	readonly retries: number;
	/** The worst state of each slice of the hour before the cursor, oldest first; `undefined` before it was known. */
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

/** What a stage said of itself, or what was seen of it. */
export type SignatureView = {
	/** The name it announced, or the stage's. */
	readonly name: string;
	readonly description: string | undefined;
	/** `process(records, minVal=20, maxVal=80)`; `undefined` where it was never announced. */
	readonly signature: string | undefined;
	readonly announcedAtMs: number | undefined;
	/** The stage of the series it belongs to. */
	readonly stage: string | undefined;
	/** Fields seen in the stage's events, for a stage that did not announce itself. */
	readonly seenFields: readonly string[];
};

/** What was read so far, exactly: `lines = eventLines + rawLines + blankLines`. */
export type SourceCounts = {
	readonly lines: number;
	readonly eventLines: number;
	readonly rawLines: number;
	readonly blankLines: number;
	readonly events: number;
	readonly bytes: number;
	/** Lines over the length limit, of which only the start was kept. They are raw lines. */
	readonly oversizedLines: number;
	/** Lines with bytes that are no UTF-8, of whatever kind. */
	readonly malformedLines: number;
};

/** Everything the screen and `health` show, at one instant. Plain data: it crosses threads. */
export type Snapshot = {
	/** The cursor. `undefined` where the log has no timestamps or nothing was read. */
	readonly atMs: number | undefined;
	readonly fromMs: number | undefined;
	readonly toMs: number | undefined;
	/** The window's length; `undefined` where it is the whole log. */
	readonly windowMs: number | undefined;
	readonly status: Status;
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
	/** The difference to a good run, where one was named and read. */
	readonly baseline?: BaselineView | undefined;
	readonly levelCounts: Readonly<Record<Level | 'unset', number>>;
	readonly incidents: number;
	readonly source: SourceCounts;
	/** The dialects seen, in the order they appeared. */
	readonly dialects: readonly string[];
};

/** An alert of the log itself; or a rule that became true, or stopped being true. */
export type AlertView = {
	readonly type: 'event' | 'fired' | 'resolved';
	readonly name: string;
	readonly timeMs: number | undefined;
	readonly value: number | undefined;
	/** Of a rule with `by`. */
	readonly group: string | undefined;
};
