import type {ReadOptions} from '../events/read-options.ts';
import type {ExportEnd, ExportProgress} from '../history/export-state.ts';
import type {Selection} from '../history/line-matcher.ts';
import type {RecordingMark} from '../history/recording/recording-mark.ts';
import type {CursorPageRequest, FindRequest, LogRow, RowPage} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import type {Cursor, CursorMove} from '../insight/cursor.ts';
import type {Evidence, Incident} from '../insight/incident.ts';
import type {IncidentSettings} from '../insight/incidents/thresholds.ts';
import type {Snapshot} from '../insight/snapshot.ts';
import type {TimelineRequest, TimelineView} from '../insight/timeline/timeline-view.ts';

/** Pipes that the engine reads itself. */
export type StreamDescriptors = {readonly stdout: number; readonly stderr: number | undefined};

/**
A source as the engine sees it. It reads a `file`, a `follow` and a `stream` with descriptors itself; the bytes of any
other `stream` are sent to it.
*/
export type EngineSource =
	| {readonly type: 'file'; readonly path: string}
	| {readonly type: 'follow'; readonly path: string}
	| {readonly type: 'stream'; readonly name: string; readonly descriptors?: StreamDescriptors | undefined};

/** Where and how a stream is recorded. */
export type RecordingPlan = {
	readonly path: string;
	readonly mark: RecordingMark;
	readonly maxBytes: number;
	/** The folder belongs to obs-top, which removes old recordings there. */
	readonly isDefault?: boolean;
};

export type EngineOptions = {
	readonly sources: readonly EngineSource[];
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** The most threads to read a file with; by default it depends on the number of cores. */
	readonly threads?: number | undefined;
	readonly windowMs: number;
	/** Thresholds of incidents; the defaults if omitted. */
	readonly incidents?: IncidentSettings;
	/** Where the bytes of streams are recorded; if `undefined`, a bounded ring of lines is kept in memory. */
	readonly recording: RecordingPlan | undefined;
	/** Alert rules, already validated. Default: none. */
	readonly alerts?: readonly string[] | undefined;
	/** Path of a good run's log, to compare the stages with. */
	readonly baseline?: string | undefined;
	/** Minimum time between two published frames. */
	readonly publishMs: number;
};

/** Consecutive bytes from one of the streams of a source. */
export type StreamPiece = {
	readonly stream: 'stdout' | 'stderr';
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** When the first of them arrived. */
	readonly arrivedMs: number;
};

/** The incomplete last line of each stream of a source when reading stopped. */
export type HeldBytes = Readonly<Record<StreamPiece['stream'], Uint8Array<ArrayBuffer>>>;

export type ToEngine =
	| {readonly type: 'start'; readonly options: EngineOptions}
	/** Bytes of a stream source, in order; the next message follows after `taken`. */
	| {readonly type: 'pieces'; readonly source: number; readonly pieces: readonly StreamPiece[]}
	/** A stream source has ended. */
	| {readonly type: 'end'; readonly source: number}
	| {readonly type: 'filter'; readonly filter: string | undefined}
	| {readonly type: 'page'; readonly request: CursorPageRequest}
	| {readonly type: 'cursor'; readonly move: CursorMove}
	| {readonly type: 'timeline'; readonly request: TimelineRequest}
	| {readonly type: 'find'; readonly id: number; readonly request: FindRequest}
	/** Requests individual lines of the log. */
	| {readonly type: 'lines'; readonly id: number; readonly places: ReadonlyArray<Pick<Evidence, 'file' | 'line'>>}
	/** Requests the rows around a line regardless of the filter (the context of an opened event). */
	| {readonly type: 'around'; readonly id: number; readonly index: number; readonly count: number}
	/** Writes the matching lines to a new file. */
	| {readonly type: 'export'; readonly id: number; readonly path: string}
	| {readonly type: 'cancel-export'}
	/** Resumes a stopped recording. */
	| {readonly type: 'record'}
	/** The last frame was taken; the engine may send the next. */
	| {readonly type: 'seen'}
	| {readonly type: 'stop'};

/** Progress of the engine's reading, shown in the footer. */
export type ReadingState = {
	/** Bytes read and, for files, their total size. */
	readonly bytesRead: number;
	readonly bytesTotal: number | undefined;
	/** For files: average since they were opened; `undefined` until it is meaningful. */
	readonly bytesPerSecond: number | undefined;
	/** Every source has ended (a followed one never does). */
	readonly ended: boolean;
	/** Events folded in the last second of real time. */
	readonly eventsPerSecond: number;
	/** Real time between the arrival of the newest event and its fold. */
	readonly lagMs: number;
	/** Lines that can no longer be shown because the ring or the recording was over its limit. */
	readonly droppedLines: number;
	/** Current messages for the user, newest last: `waiting for PATH`, `truncated`, `recording stopped: disk full`. */
	readonly notices: readonly string[];
	/** Where the streams are recorded. */
	readonly recordingPath: string | undefined;
};

/** One published state: everything the screen needs to draw. */
export type EngineFrame = {
	/** The state at the cursor. */
	readonly snapshot: Snapshot;
	readonly cursor: Cursor;
	/** The whole log, including what comes after the cursor; `undefined` until requested, and in a log without times. */
	readonly timeline: TimelineView | undefined;
	/** All incidents so far, ordered by start. */
	readonly incidents: readonly Incident[];
	readonly page: RowPage;
	readonly reading: ReadingState;
};

export type FromEngine =
	/** `keepsIncidents`: the incidents are those of the previous frame and are not sent again. */
	| {readonly type: 'frame'; readonly frame: EngineFrame; readonly keepsIncidents?: boolean}
	| {readonly type: 'taken'; readonly source: number}
	/** A stream that the engine reads itself has ended. */
	| {readonly type: 'ended'; readonly source: number}
	| {readonly type: 'found'; readonly id: number; readonly index: number | undefined}
	| {readonly type: 'around'; readonly id: number; readonly rows: readonly LogRow[]}
	/** `undefined` for a line that is gone. */
	| {readonly type: 'lines'; readonly id: number; readonly rows: ReadonlyArray<LogRow | undefined>}
	| {readonly type: 'export-progressed'; readonly id: number; readonly progress: ExportProgress}
	| {readonly type: 'exported'; readonly id: number; readonly end: ExportEnd}
	/** A rule became true in a live log. */
	| {readonly type: 'alert'; readonly alert: AlertChange}
	/** Everything is closed, and the recording ends with a complete line. */
	| {readonly type: 'stopped'; readonly held: HeldBytes}
	/** Something failed. The message is the `what: why (what to do)` of an error line. */
	| {readonly type: 'failed'; readonly message: string; readonly kind: 'source' | 'usage' | 'system' | 'bug'};

/** The engine's interface for the main thread. */
export type Engine = {
	/** Called with each alert that fires live. */
	onAlert(listener: (alert: AlertChange) => void): void;
	/**
	Called with each frame; the newest wins. The engine makes the next one only after the listeners' promises have
	resolved.
	*/
	onFrame(listener: (frame: EngineFrame) => void | Promise<void>): void;
	/**
	Resolves when the engine has room for more; awaiting it is the back-pressure. `bytes` must not be used afterwards.
	*/
	push(source: number, stream: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void>;
	end(source: number): void;
	/** Resolves when a stream that the engine reads itself has ended. */
	ended(source: number): Promise<void>;
	setFilter(filter: string | undefined): void;
	setPage(request: CursorPageRequest): void;
	moveCursor(move: CursorMove): void;
	setTimeline(request: TimelineRequest): void;
	find(request: FindRequest): Promise<number | undefined>;
	around(index: number, count: number): Promise<readonly LogRow[]>;
	lines(places: ReadonlyArray<Pick<Evidence, 'file' | 'line'>>): Promise<ReadonlyArray<LogRow | undefined>>;
	/** Writes the matching lines to a new file and stops any previous export. */
	exportLines(path: string, onProgress: (progress: ExportProgress) => void): Promise<ExportEnd>;
	cancelExport(): void;
	/** Resumes a stopped recording. */
	record(): void;
	/** Rejects when the engine fails: a source can't be read, or there is a bug. */
	readonly failed: Promise<never>;
	/** @returns Bytes received from a stream but not recorded; `undefined` if the engine doesn't answer. */
	stop(): Promise<HeldBytes | undefined>;
};
