import type {ExportEnd, ExportProgress} from '../../history/export-state.ts';
import type {CursorPageRequest, FindRequest, LogRow, RowPage} from '../../history/row.ts';
import type {Cursor, CursorMove} from '../../insight/cursor.ts';
import type {Evidence, Incident} from '../../insight/incident.ts';
import type {Snapshot} from '../../insight/snapshot.ts';
import type {TimelineRequest, TimelineView} from '../../insight/timeline/timeline-view.ts';
import type {SqlAnswer, SqlProgress} from '../format/sql-table.ts';
import type {MouseEvent} from '../keys/mouse-event.ts';
import type {LogSpan} from './log-span.ts';

/** What is watched, for the header. `isKeeperLost`: it should have outlived obs-top, but would now end with it. */
export type SourceState =
	| {
			readonly type: 'reading';
			readonly name: string;
			readonly bytesRead: number;
			readonly bytesTotal: number | undefined;
			readonly bytesPerSecond?: number | undefined;
	  }
	| {readonly type: 'replay'; readonly name: string}
	| {readonly type: 'live'; readonly name: string}
	| {readonly type: 'running'; readonly name: string; readonly pid: number; readonly isKeeperLost?: boolean}
	| {
			readonly type: 'exited';
			readonly name: string;
			readonly code: number | undefined;
			readonly signal: string | undefined;
			readonly outputOpen: boolean;
			readonly isKeeperLost?: boolean;
	  }
	| {readonly type: 'ended'; readonly name: string};

/** How well the monitor itself keeps up, for the footer. */
export type MonitorState = {
	readonly lagMs: number;
	readonly eventsPerSecond: number;
	readonly droppedLines: number;
	readonly rssBytes: number;
	readonly notices: readonly string[];
};

/** All data of the screen. */
export type Frame = {
	readonly snapshot: Snapshot;
	readonly cursor: Cursor;
	readonly timeline: TimelineView | undefined;
	readonly incidents: readonly Incident[];
	readonly page: RowPage;
	readonly source: SourceState;
	/** The paths of the sources (names for streams), by the `file` of a line. */
	readonly files: readonly string[];
	readonly monitor: MonitorState;
};

/**
The read-only state for components. The latest frame wins, and `get` returns the same object until the next change.
*/
export type Store = {
	subscribe(listener: () => void): () => void;
	get(): Frame;
};

/** A typed time: its instant, or what is wrong with it. */
export type TypedTime = {readonly type: 'time'; readonly atMs: number} | {readonly type: 'problem'; readonly message: string};

/** What the screen can ask of the program behind it. */
export type Controls = {
	setFilter(filter: string | undefined): void;
	setPage(request: CursorPageRequest): void;
	moveCursor(move: CursorMove): void;
	setTimeline(request: TimelineRequest): void;
	find(request: FindRequest): Promise<number | undefined>;
	around(index: number, count: number): Promise<readonly LogRow[]>;
	/** Single lines of the log; `undefined` for one that is gone. */
	lines(places: readonly Evidence[]): Promise<ReadonlyArray<LogRow | undefined>>;
	/**
	Checks a filter being typed.

	@returns `undefined` if it is right, otherwise the column (from 0) of the error and the reason.
	*/
	checkFilter(filter: string): {readonly column: number; readonly message: string} | undefined;
	/** Reads a typed time: `02:14`, `-10m` (before the end), `+10m` (after the start), an ISO date. */
	readTime(text: string, span: LogSpan): TypedTime;
	/** Combines filters into one that requires all of them. */
	combineFilters(filters: readonly string[]): string | undefined;
	/** Runs a query over the log as it is now, and stops the one before. */
	runSql(sql: string, onProgress: (progress: SqlProgress) => void): Promise<SqlAnswer>;
	cancelSql(): void;
	/** Writes the whole result of a query to a file, in the format of its extension. @returns A message. */
	exportSql(sql: string, path: string): Promise<string>;
	/** Writes the matching lines to a new file, as they were written in the log. */
	exportLines(path: string, onProgress: (progress: ExportProgress) => void): Promise<ExportEnd>;
	cancelExport(): void;
	/** Calls the listener with mouse events, if `--mouse` is on. @returns A function that stops it. */
	onMouse(listener: (event: MouseEvent) => void): () => void;
	copy(text: string): void;
	suspend(): void;
	redraw(): void;
	/** Resumes a stopped recording. */
	record(): void;
	/** `q`: ends with 0, or with the code of a watched command that has ended. */
	quit(): void;
	/** Ctrl-C, which is a key in raw mode: ends like SIGINT. */
	interrupt(): void;
};
