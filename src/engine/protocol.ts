import type {ReadOptions} from '../events/read-options.ts';
import type {ExportEnd, ExportProgress} from '../history/export-state.ts';
import type {RecordingMark} from '../history/recording/recording-mark.ts';
import type {CursorPageRequest, FindRequest, LogRow, RowPage} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import type {Cursor, CursorMove} from '../insight/cursor.ts';
import type {Evidence, Incident} from '../insight/incident.ts';
import type {IncidentSettings} from '../insight/incidents/thresholds.ts';
import type {Snapshot} from '../insight/snapshot.ts';
import type {TimelineRequest, TimelineView} from '../insight/timeline/timeline-view.ts';

/** Which lines of a source count at all: `--since`, `--until`, `--level`, `--stage`, `--filter`. Lines that don't are not folded. */
export type Selection = {
	readonly filter: string | undefined;
	readonly sinceMs: number | undefined;
	readonly untilMs: number | undefined;
};

/** Pipes that the engine reads itself. */
export type StreamDescriptors = {readonly stdout: number; readonly stderr: number | undefined};

/** A source as the engine sees it. `file` and `follow` it reads itself, a `stream` with descriptors too; the bytes of another `stream` are sent to it. */
export type EngineSource =
	| {readonly type: 'file'; readonly path: string}
	| {readonly type: 'follow'; readonly path: string}
	| {readonly type: 'stream'; readonly name: string; readonly descriptors?: StreamDescriptors | undefined};

/** Where and as what a stream is recorded. */
export type RecordingPlan = {
	readonly path: string;
	readonly mark: RecordingMark;
	readonly maxBytes: number;
	/** Its folder is obs-top's own: old recordings are removed there. */
	readonly isDefault?: boolean;
};

export type EngineOptions = {
	readonly sources: readonly EngineSource[];
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** The most threads that read a file; by the machine's cores where left out. */
	readonly threads?: number | undefined;
	readonly windowMs: number;
	/** The thresholds of incidents; left out, their defaults. */
	readonly incidents?: IncidentSettings;
	/** Where the bytes of streams are recorded; `undefined` keeps a bounded ring of lines in memory. */
	readonly recording: RecordingPlan | undefined;
	/** Alert rules, known to be right. None where left out. */
	readonly alerts?: readonly string[] | undefined;
	/** The log of a good run, which the stages are compared with. */
	readonly baseline?: string | undefined;
	/** At most one frame per this time is published. */
	readonly publishMs: number;
};

/** Bytes that came one after another on one of the streams of a source. */
export type StreamPiece = {
	readonly stream: 'stdout' | 'stderr';
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** When the first of them came. */
	readonly arrivedMs: number;
};

/** Of the streams of a source: what had come of a line that was not whole when reading stopped. */
export type HeldBytes = Readonly<Record<StreamPiece['stream'], Uint8Array<ArrayBuffer>>>;

export type ToEngine =
	| {readonly type: 'start'; readonly options: EngineOptions}
	/** What came of a stream source, in its order; the next is sent once `taken` came back. */
	| {readonly type: 'pieces'; readonly source: number; readonly pieces: readonly StreamPiece[]}
	/** A stream source has ended. */
	| {readonly type: 'end'; readonly source: number}
	| {readonly type: 'filter'; readonly filter: string | undefined}
	| {readonly type: 'page'; readonly request: CursorPageRequest}
	| {readonly type: 'cursor'; readonly move: CursorMove}
	| {readonly type: 'timeline'; readonly request: TimelineRequest}
	| {readonly type: 'find'; readonly id: number; readonly request: FindRequest}
	/** Single lines of the log, wherever they stand. */
	| {readonly type: 'lines'; readonly id: number; readonly places: ReadonlyArray<Pick<Evidence, 'file' | 'line'>>}
	/** Rows around a line without any filter (an opened event's context). */
	| {readonly type: 'around'; readonly id: number; readonly index: number; readonly count: number}
	/** The lines that match into a new file. */
	| {readonly type: 'export'; readonly id: number; readonly path: string}
	| {readonly type: 'cancel-export'}
	/** A recording that has stopped goes on. */
	| {readonly type: 'record'}
	/** The last frame was taken: the next one may come. */
	| {readonly type: 'seen'}
	| {readonly type: 'stop'};

/** What the engine knows of its own reading; the footer shows it. */
export type ReadingState = {
	/** Bytes read and, for files, how many there are. */
	readonly bytesRead: number;
	readonly bytesTotal: number | undefined;
	/** Of files, on average since they were opened; `undefined` before that can be said. */
	readonly bytesPerSecond: number | undefined;
	/** Every source has ended (a followed one never does). */
	readonly ended: boolean;
	/** Events folded in the last second of real time. */
	readonly eventsPerSecond: number;
	/** Real time between the arrival of the newest event and its fold. */
	readonly lagMs: number;
	/** Lines that can't be shown any more: the ring or the recording is over its limit. */
	readonly droppedLines: number;
	/** What a user should know now, newest last: `waiting for PATH`, `truncated`, `recording stopped: disk full`. */
	readonly notices: readonly string[];
	/** Where the bytes of a stream are recorded. */
	readonly recordingPath: string | undefined;
};

/** One published state: everything the screen draws from. */
export type EngineFrame = {
	/** How it was at the cursor. */
	readonly snapshot: Snapshot;
	readonly cursor: Cursor;
	/** Of the whole log, also after the cursor; `undefined` until it was asked for, and in a log without times. */
	readonly timeline: TimelineView | undefined;
	/** Of the whole log so far, by start. */
	readonly incidents: readonly Incident[];
	readonly page: RowPage;
	readonly reading: ReadingState;
};

export type FromEngine =
	/** `keepsIncidents`: they are those of the frame before, and were not sent again. */
	| {readonly type: 'frame'; readonly frame: EngineFrame; readonly keepsIncidents?: boolean}
	| {readonly type: 'taken'; readonly source: number}
	/** A stream that the engine reads itself has ended. */
	| {readonly type: 'ended'; readonly source: number}
	| {readonly type: 'found'; readonly id: number; readonly index: number | undefined}
	| {readonly type: 'around'; readonly id: number; readonly rows: readonly LogRow[]}
	/** `undefined` where a line is gone. */
	| {readonly type: 'lines'; readonly id: number; readonly rows: ReadonlyArray<LogRow | undefined>}
	| {readonly type: 'export-progressed'; readonly id: number; readonly progress: ExportProgress}
	| {readonly type: 'exported'; readonly id: number; readonly end: ExportEnd}
	/** A rule became true in what came live. */
	| {readonly type: 'alert'; readonly alert: AlertChange}
	/** All is closed: the recording ends on a whole line. */
	| {readonly type: 'stopped'; readonly held: HeldBytes}
	/** A source can't be read. The message is an error line's `what: why (what to do)`. */
	| {readonly type: 'failed'; readonly message: string; readonly kind: 'source' | 'usage' | 'system' | 'bug'};

/** The main thread's face of the engine. */
export type Engine = {
	/** Called with each alert that fires live. */
	onAlert(listener: (alert: AlertChange) => void): void;
	/** Called with each frame; the newest wins. The next is not even made before what listeners return has resolved. */
	onFrame(listener: (frame: EngineFrame) => void | Promise<void>): void;
	/** Resolves when the engine has room for more: the wait is the back-pressure. `bytes` must not be used afterwards. */
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
	/** Writes the lines that match into a new file; the export before it is over. */
	exportLines(path: string, onProgress: (progress: ExportProgress) => void): Promise<ExportEnd>;
	cancelExport(): void;
	/** A recording that has stopped goes on. */
	record(): void;
	/** Rejects when the engine fails: a source that can't be read, or a bug. */
	readonly failed: Promise<never>;
	/** @returns What came of a stream and is not recorded; `undefined` where the engine does not say. */
	stop(): Promise<HeldBytes | undefined>;
};
