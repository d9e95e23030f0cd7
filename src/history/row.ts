import type {LogEvent, ParsedLine} from '../events/event.ts';

/**
One line of the event log for the screen: read back from the file or the recording and parsed again. The text is not
sanitised yet.
*/
export type LogRow = {
	/** Index among all lines of all sources, from 0. */
	readonly index: number;
	/** Index of the source, from 0. `stream` distinguishes a child's stderr from its stdout. */
	readonly file: number;
	readonly stream: 'stdout' | 'stderr' | undefined;
	/** Its number in its source, from 1. */
	readonly line: number;
	/** Its own time, or the one inherited from the lines before it. */
	readonly timeMs: number | undefined;
	/** The previous time in the same source. `undefined` for the first time, and for a line without its own time. */
	readonly previousMs: number | undefined;
	/** The line as read, or the start of a line that was too long. */
	readonly text: string;
	readonly parsed: ParsedLine;
	/** It is very long: these are its start and its first fields. */
	readonly isCut?: boolean | undefined;
	/** Its invalid UTF-8, in hex. */
	readonly badBytes?: string | undefined;
	/** Its source ended without a newline after it. */
	readonly isUnterminated?: boolean | undefined;
};

/** An event as carried by the rows. */
export type RowEvent = LogEvent;

/** The rows of the event log, and their position among all matches. */
export type RowPage = {
	readonly rows: readonly LogRow[];
	/** Matching lines found so far. Without a filter, all lines that are not blank. */
	readonly matched: number;
	/** All lines that are not blank. */
	readonly total: number;
	/** 0..1: how much of the log has been filtered. */
	readonly searched: number;
	/** Matches after the last row. 0 at the end. */
	readonly after: number;
	/** Lines with a time before that of the previous line in the same source. */
	readonly outOfOrder: number;
	/** The filter that these rows reflect. One that was just typed may not be applied yet. */
	readonly filter: string | undefined;
	/** Why nothing matches: a field that no line has. */
	readonly problem?: string | undefined;
	/** The first line that still exists. Earlier ones are gone (a ring, or a recording over its limit). */
	readonly firstIndex: number;
	/** The line at the cursor, wherever the page is. `undefined` while following, and before the first line. */
	readonly cursorIndex?: number | undefined;
	/** The start of an unfinished line. It is not a row: it is not parsed and not counted. */
	readonly partial?: string | undefined;
};

/** The page of a log before anything was read. */
export const emptyPage: RowPage = {rows: [], matched: 0, total: 0, searched: 1, after: 0, outOfOrder: 0, filter: undefined, firstIndex: 0};

/**
The page that the screen wants: its last row is `offset` matches after (or before, if negative) the line `anchor`. The
page is shifted so that it is full if there are enough matches. `'end'` follows the newest line, `'start'` is the first
page.
*/
export type PageRequest = {
	readonly anchor: number | 'start' | 'end';
	readonly offset: number;
	/** Rows wanted. */
	readonly count: number;
};

/** The same as requested by the screen: `'cursor'` is always the line at the cursor. */
export type CursorPageRequest = Omit<PageRequest, 'anchor'> & {readonly anchor: PageRequest['anchor'] | 'cursor'};

/** The next line after `from`, in a direction, that a filter matches: `e` for errors, for instance. */
export type FindRequest = {readonly from: number | 'end'; readonly direction: 'up' | 'down'; readonly filter: string};
