import type {Snapshot, SourceCounts} from './snapshot.ts';

/** Nothing was read. */
export const emptyCounts: SourceCounts = {
	lines: 0,
	eventLines: 0,
	rawLines: 0,
	blankLines: 0,
	events: 0,
	bytes: 0,
	oversizedLines: 0,
	malformedLines: 0,
	mendedLines: 0,
	openStarts: 0,
	notUnderstood: undefined,
	unreadTime: undefined,
};

/** How it is before anything was read, and at the end of an empty log. */
export const emptySnapshot: Snapshot = {
	atMs: undefined,
	fromMs: undefined,
	toMs: undefined,
	windowMs: undefined,
	status: 'UNKNOWN',
	statusReasons: [],
	stalledMs: undefined,
	batchCount: undefined,
	totalAlerts: undefined,
	peakMemoryKb: undefined,
	memoryTrend: [],
	meanRecentThroughputRps: undefined,
	stages: [],
	otherStages: 0,
	bottleneck: undefined,
	circuits: [],
	caches: [],
	signatures: [],
	alerts: [],
	levelCounts: {trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, unset: 0},
	incidents: 0,
	source: emptyCounts,
	dialects: [],
};
