import type {LinePlace, LogEvent} from '../events/event.ts';
import type {IndexPart} from '../history/part-index.ts';
import type {SeriesData} from '../series/series.ts';
import type {LineTallyData} from './line-tally.ts';
import type {LogEndPartData} from './log-end-part.ts';

/** An event that has no time yet. */
export type WaitingEvent = {readonly event: LogEvent; readonly text: string; readonly place: LinePlace};

/** What a stretch of a file says, as plain data: all but what depends on the lines before it. Its lines are counted from 1. */
export type FoldPart = {
	readonly series: SeriesData;
	readonly tally: LineTallyData;
	readonly end: LogEndPartData;
	/** The events before its first time, which take that of the lines before the part. */
	readonly waiting: readonly WaitingEvent[];
	/** Its first and its last own time. */
	readonly firstMs: number | undefined;
	readonly timeMs: number | undefined;
	/** Where its lines stand, where that was asked for. */
	readonly index?: IndexPart | undefined;
};
