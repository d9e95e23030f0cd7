import type {CursorPageRequest, LogRow} from '../../history/row.ts';
import type {SqlProgress, SqlSort, SqlTable} from '../format/sql-table.ts';

/** The name of a panel, such as `stages`: components/panels.ts has them all. */
export type PanelId = string;

/** What covers the dashboard. */
export type Overlay =
	| {readonly type: 'help'}
	| {readonly type: 'describe'}
	| SqlOverlay
	| IncidentOverlay
	/** An opened event and, once fetched, the lines around it. */
	| {readonly type: 'event'; readonly row: LogRow; readonly field: number; readonly around: readonly LogRow[] | undefined};

/** A result with its chosen row and column. */
export type SqlTableState = {
	readonly type: 'table';
	readonly table: SqlTable;
	readonly row: number;
	readonly column: number;
	readonly sort: SqlSort | undefined;
};

/** A running query, or its result. */
export type SqlOverlay = {
	readonly type: 'sql';
	/** The number of the run; answers to earlier runs are ignored. */
	readonly run: number;
	readonly sql: string;
	readonly state: {readonly type: 'running'; readonly progress: SqlProgress} | SqlTableState;
};

/** An incident by its number, the selected line of its evidence, and the lines once fetched. */
export type IncidentOverlay = {
	readonly type: 'incident';
	readonly number: number;
	readonly selected: number;
	readonly lines: ReadonlyArray<LogRow | undefined> | undefined;
	/** Enter was pressed before the lines arrived. */
	readonly isAwaited: boolean;
};

export const stageSorts = ['pipeline', 'throughput', 'busy', 'p95', 'errors', 'name'] as const;
export type StageSort = (typeof stageSorts)[number];

/**
The selected line: its index among all lines, so that it stays selected while the page moves; or the first or last row
of a requested page whose lines aren't known yet.
*/
export type LogSelection = {readonly type: 'line'; readonly index: number} | {readonly type: 'first'} | {readonly type: 'last'};

/** What a prompt asks for. */
export type PromptKind = 'filter' | 'time' | 'sql' | 'export' | 'export-lines';

/** A line being typed. */
export type Prompt = {
	readonly kind: PromptKind;
	readonly text: string;
	readonly caret: number;
	readonly error: {readonly column: number; readonly message: string} | undefined;
};

/** A cursor position to return to: a time, or following. */
export type Instant = number | 'end';

/** A span of the log around a time. */
export type TimelineZoom = {readonly aroundMs: number; readonly lengthMs: number};

/** What the user has chosen to look at. Everything else on the screen comes from the frame. */
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
	/** By letter or digit; `'` is where the last jump started. */
	readonly marks: Readonly<Record<string, Instant>>;
	/** The next key names a mark. */
	readonly awaits: 'set' | 'go-to' | undefined;
	/** The next key confirms or cancels it. */
	readonly asks: 'quit' | undefined;
	/** What to do once the page reflects the newly typed filter. */
	readonly waiting: 'open' | 'copy' | undefined;
	/** The stage chosen in the table; by default the bottleneck. */
	readonly stage: string | undefined;
	/** What the timeline shows; `undefined` is the whole log. */
	readonly timeline: TimelineZoom | undefined;
	/** This session's queries, the latest last; which one is in the prompt; how many have run. */
	readonly sql: {readonly history: readonly string[]; readonly recalled: number | undefined; readonly runs: number};
	readonly hasSeenIncidents: boolean;
	/** Set after going from an incident to a line of the log: Esc returns to the incident. */
	readonly evidence: {readonly of: IncidentOverlay; readonly index: number} | undefined;
	/** The mouse button was pressed on the timeline and is still down. */
	readonly isDraggingCursor: boolean;
	/** Rows scrolled down in a panel or overlay other than the event log. */
	readonly scroll: number;
	readonly log: {
		readonly request: CursorPageRequest;
		/** `undefined` is the cursor's line, or none while following; `selectedRow` finds its row on the page. */
		readonly selected: LogSelection | undefined;
	};
	/** Progress of exporting the matching lines; `undefined` if no export is running. */
	readonly exporting: string | undefined;
	/** A message in the footer about the last key: `copied`, `no earlier error`. */
	readonly message: string | undefined;
};
