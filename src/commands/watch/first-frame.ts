import {followingCursor} from '../../insight/cursor.ts';
import type {Frame, SourceState} from '../../screen/state/store.ts';

/** What the screen shows before anything was read. */
export function firstFrame(source: SourceState): Frame {
	return {
		source,
		files: [],
		cursor: followingCursor,
		timeline: undefined,
		incidents: [],
		monitor: {lagMs: 0, eventsPerSecond: 0, droppedLines: 0, rssBytes: process.memoryUsage.rss(), notices: []},
		page: {rows: [], matched: 0, total: 0, searched: 1, after: 0, outOfOrder: 0, filter: undefined, firstIndex: 0},
		snapshot: {
			atMs: undefined,
			fromMs: undefined,
			toMs: undefined,
			windowMs: undefined,
			status: 'UNKNOWN',
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
			source: {lines: 0, eventLines: 0, rawLines: 0, blankLines: 0, events: 0, bytes: 0, oversizedLines: 0, malformedLines: 0},
			dialects: [],
		},
	};
}
