import type {ParsedLine} from '../events/event.ts';

/** One line of the event log as the screen gets it: read back from the file or the recording, parsed anew. Text is not yet sanitised. */
export type LogRow = {
	/** Position among all lines of all sources, from 0. */
	readonly index: number;
	/** Index of the source, from 0; `stream` tells a child's stderr from its stdout. */
	readonly file: number;
	readonly stream: 'stdout' | 'stderr' | undefined;
	/** Its number in its source, from 1. */
	readonly line: number;
	/** Its own time, or the one it takes from the lines before it. */
	readonly timeMs: number | undefined;
	/** The time of the line above it in the same source, of those with a time; `undefined` for the first, and for a line without a time of its own. */
	readonly previousMs: number | undefined;
	/** The line as it was read (the start of it where it was too long). */
	readonly text: string;
	readonly parsed: ParsedLine;
	/** It is very long: its start, and its first fields. */
	readonly isCut?: boolean | undefined;
	/** What of it is no UTF-8, in hex. */
	readonly badBytes?: string | undefined;
	/** Its source ended without a newline after it. */
	readonly isUnterminated?: boolean | undefined;
};

/** The rows that fill the event log, and where they stand among all that match. */
export type RowPage = {
	readonly rows: readonly LogRow[];
	/** Lines that match the filter (all that are not blank, without one), as far as was searched. */
	readonly matched: number;
	/** All lines that are not blank. */
	readonly total: number;
	/** 0..1: how much of the log the filter has been run over. */
	readonly searched: number;
	/** Matches that stand after the last row: 0 at the end. */
	readonly after: number;
	/** Lines whose time is before that of the line above them in the same source. */
	readonly outOfOrder: number;
	/** What the user asked for, as these rows have it: a filter that was just typed may not be in force yet. */
	readonly filter: string | undefined;
	/** Why nothing matches: a field that no line has. */
	readonly problem?: string | undefined;
	/** First line still held; the lines before it are gone (a ring, or a recording over its limit). */
	readonly firstIndex: number;
	/** The line that the cursor stands at, wherever the page is; `undefined` while it follows, and before the first line. */
	readonly cursorIndex?: number | undefined;
	/** What was read of a line that has not ended yet: no row, it is not parsed and counts for nothing. */
	readonly partial?: string | undefined;
};

/** Of a log of which nothing was read. */
export const emptyPage: RowPage = {rows: [], matched: 0, total: 0, searched: 1, after: 0, outOfOrder: 0, filter: undefined, firstIndex: 0};

/**
Which page the screen wants: the one whose last row stands `offset` matches after (negative: before) the line `anchor`. It is moved so far that it is full where
there are enough matches. `'end'` follows the newest line, `'start'` is the first page.
*/
export type PageRequest = {
	readonly anchor: number | 'start' | 'end';
	readonly offset: number;
	/** Rows wanted. */
	readonly count: number;
};

/** The same as the screen asks for it: `'cursor'` is the line at which the cursor stands, at any time. */
export type CursorPageRequest = Omit<PageRequest, 'anchor'> & {readonly anchor: PageRequest['anchor'] | 'cursor'};

/** The next line from `from` (not itself) in a direction that a filter matches: `e` for errors, for instance. */
export type FindRequest = {readonly from: number | 'end'; readonly direction: 'up' | 'down'; readonly filter: string};
