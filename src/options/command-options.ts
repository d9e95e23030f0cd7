import type {ReadOptions} from '../events/read-options.ts';
import type {IncidentSettings} from '../insight/incidents/thresholds.ts';
import type {CursorTime} from './values/cursor-time.ts';
import type {TimeSpec} from './values/time-spec.ts';

/** What is read. Nothing at all (no file, no command, no stdin) is for the command to deal with: the screen shows a picker. */
export type SourceOptions = {
	/** Paths in the order of the command line, globs expanded. Never `-`: that is `stdin`. */
	readonly files: readonly string[];
	/** The files go on growing, rotate and come back. */
	readonly follow: boolean;
	/** The pipeline to run and its arguments; never empty. */
	readonly command: readonly [string, ...string[]] | undefined;
	/** The log comes on stdin: asked for with `-`, or a pipe or file stands there and no other source was named. */
	readonly stdin: boolean;
};

/** Which lines count. Symbolic times need the log's ends: `resolveTime` turns one into an instant. */
export type SelectionSpec = {
	/** `--filter`, `--level`, `--stage` and the FILTER of `events` as one text, already checked. */
	readonly filter: string | undefined;
	readonly since: TimeSpec | undefined;
	readonly until: TimeSpec | undefined;
};

/** Where the bytes of a pipe or a spawned pipeline are kept for scrolling back. */
export type RecordingOptions =
	| {readonly type: 'default'; readonly maxBytes: number}
	| {readonly type: 'path'; readonly path: string; readonly maxBytes: number}
	| {readonly type: 'off'};

/** What is asked of the events, beside what is always computed. */
export type RuleOptions = {
	/** Alert rules, known to be right, each with a name of its own. */
	readonly alerts: readonly string[];
	/** The log of a good run, to compare with. */
	readonly baseline: string | undefined;
};

/** What is done live when an alert fires. */
export type NotifyOptions = {
	/** A program and its arguments, started with the alert on its stdin. */
	readonly command: readonly [string, ...string[]] | undefined;
	readonly bell: boolean;
};

/** A config file that was found near the working directory, and what it says of how it is judged what is in a log. */
export type FoundConfig = {
	readonly path: string;
	/** Such as `filter` and `alerts.rules`; never empty. */
	readonly keys: readonly string[];
};

export type ReadingOptions = {
	/** A verdict says so: anybody may have written it. */
	readonly foundConfig: FoundConfig | undefined;
	readonly rules: RuleOptions;
	readonly read: ReadOptions;
	/** The most threads that read a file; `undefined` goes by the machine's cores. */
	readonly threads: number | undefined;
	readonly incidents: IncidentSettings;
	readonly selection: SelectionSpec;
	/** Length of the window that ends at the cursor; `undefined` where none was asked for. */
	readonly windowMs: number | undefined;
	readonly recording: RecordingOptions;
};

export type ScreenOptions = {
	/** Where the cursor stands at first; `undefined` is the end. */
	readonly at: CursorTime | undefined;
	/** Event time per real time at which it plays at once; `undefined` doesn't play. */
	readonly speed: number | undefined;
	/** Most frames a second. */
	readonly fps: number;
	/** `undefined` lets the terminal decide. */
	readonly theme: string | undefined;
	/** No Unicode is drawn. `undefined` lets the locale decide. */
	readonly ascii: boolean | undefined;
	/** The terminal tells what the mouse does, and its own selection needs a key. */
	readonly mouse: boolean;
	/** `undefined` lets the environment decide. */
	readonly color: boolean | undefined;
	readonly notify: NotifyOptions;
	/** A started pipeline goes on when obs-top has quit, into the recording. Only with a command and a recording. */
	readonly keep: boolean;
};

/** Of a command that reads a log. */
export type LogOptions = SourceOptions & ReadingOptions;
