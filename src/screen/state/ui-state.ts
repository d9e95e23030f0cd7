import type {CursorPageRequest, LogRow} from '../../history/row.ts';
import type {SqlProgress, SqlSort, SqlTable} from '../format/sql-table.ts';

/** The name of a panel, such as `stages`: components/panels.ts has them all. */
export type PanelId = string;

/** What lies over the dashboard. */
export type Overlay =
	| {readonly type: 'help'}
	| {readonly type: 'describe'}
	| SqlOverlay
	| IncidentOverlay
	/** An opened event with, once they were fetched, the lines around it. */
	| {readonly type: 'event'; readonly row: LogRow; readonly field: number; readonly around: readonly LogRow[] | undefined};

/** A result with its chosen row and column. */
export type SqlTableState = {
	readonly type: 'table';
	readonly table: SqlTable;
	readonly row: number;
	readonly column: number;
	readonly sort: SqlSort | undefined;
};

/** A query that runs, or what came of it. */
export type SqlOverlay = {
	readonly type: 'sql';
	/** Which run it is: an answer to an earlier one is not for it. */
	readonly run: number;
	readonly sql: string;
	readonly state: {readonly type: 'running'; readonly progress: SqlProgress} | SqlTableState;
};

/** An incident by its number, the line of its evidence that is selected, and the lines once they were fetched. */
export type IncidentOverlay = {
	readonly type: 'incident';
	readonly number: number;
	readonly selected: number;
	readonly lines: ReadonlyArray<LogRow | undefined> | undefined;
	/** Enter was pressed before the lines came. */
	readonly isAwaited: boolean;
};

export const stageSorts = ['pipeline', 'throughput', 'busy', 'p95', 'errors', 'name'] as const;
export type StageSort = (typeof stageSorts)[number];

/**
The selected line: by its index among all lines, so that it stays selected while the page moves; or the first or last row of a page that was asked for, whose
lines are not known before it comes.
*/
export type LogSelection = {readonly type: 'line'; readonly index: number} | {readonly type: 'first'} | {readonly type: 'last'};

/** What is asked for by a line that is typed. */
export type PromptKind = 'filter' | 'time' | 'sql' | 'export' | 'export-lines';

/** A line that is being typed. */
export type Prompt = {
	readonly kind: PromptKind;
	readonly text: string;
	readonly caret: number;
	readonly error: {readonly column: number; readonly message: string} | undefined;
};

/** A place of the cursor to come back to: a time, or where it follows. */
export type Instant = number | 'end';

/** A stretch of the log: so long, around a time. */
export type TimelineZoom = {readonly aroundMs: number; readonly lengthMs: number};

/** What the user chose to look at; everything else on the screen comes from the frame. */
export type UiState = {
	readonly focus: PanelId;
	/** The panel that fills the screen (`Enter` on it, or a small terminal), if any. */
	readonly zoomed: PanelId | undefined;
	readonly overlay: Overlay | undefined;
	readonly prompt: Prompt | undefined;
	readonly filter: string | undefined;
	readonly sort: StageSort;
	readonly groupByHost: boolean;
	readonly wrap: boolean;
	/** Passwords, keys and card numbers are not masked. */
	readonly showsSecrets: boolean;
	/** By letter or digit; under `'` where the cursor was before the last jump. */
	readonly marks: Readonly<Record<string, Instant>>;
	/** The next key names a mark. */
	readonly awaits: 'set' | 'go-to' | undefined;
	/** The next key says whether it is to be done. */
	readonly asks: 'quit' | undefined;
	/** What is to be done once the page is that of the filter that was just typed. */
	readonly waiting: 'open' | 'copy' | undefined;
	/** The stage that was chosen in the table; without one the bottleneck is meant. */
	readonly stage: string | undefined;
	/** What the timeline shows; `undefined` is the whole log. */
	readonly timeline: TimelineZoom | undefined;
	/** The queries of this session, the latest last; which of them stands in the prompt; how many ran. */
	readonly sql: {readonly history: readonly string[]; readonly recalled: number | undefined; readonly runs: number};
	readonly hasSeenIncidents: boolean;
	/** The line of the log that was gone to from an incident: Esc goes back to it. */
	readonly evidence: {readonly of: IncidentOverlay; readonly index: number} | undefined;
	/** The button went down on the timeline and is down still. */
	readonly isDraggingCursor: boolean;
	/** Rows scrolled down in a panel or overlay other than the event log. */
	readonly scroll: number;
	readonly log: {
		readonly request: CursorPageRequest;
		/** `undefined` is the cursor's line, none while it follows; `selectedRow` finds the row of the page. */
		readonly selected: LogSelection | undefined;
	};
	/** How far the matching lines were written into a file; `undefined` while none are. */
	readonly exporting: string | undefined;
	/** A word to the user about the last key, in the footer: `copied`, `no earlier error`. */
	readonly message: string | undefined;
};
