import {emptyPage} from '../../history/row.ts';
import {followingCursor} from '../../insight/cursor.ts';
import {emptySnapshot} from '../../insight/empty-snapshot.ts';
import type {Frame, SourceState} from '../../screen/state/store.ts';

/** The frame to show before anything has been read. */
export function firstFrame(source: SourceState): Frame {
	return {
		source,
		files: [],
		cursor: followingCursor,
		timeline: undefined,
		incidents: [],
		monitor: {lagMs: 0, eventsPerSecond: 0, droppedLines: 0, rssBytes: process.memoryUsage.rss(), notices: []},
		page: emptyPage,
		snapshot: emptySnapshot,
	};
}
