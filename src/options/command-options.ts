import type {ReadOptions} from '../events/read-options.ts';
import type {IncidentSettings} from '../insight/incidents/thresholds.ts';
import type {CursorTime} from './values/cursor-time.ts';
import type {TimeSpec} from './values/time-spec.ts';

/** What to read. If it names nothing (no file, command or stdin), the command decides: the screen shows a picker. */
export type SourceOptions = {
	/** Paths in the order of the command line, globs expanded. Never `-`: that is `stdin`. */
	readonly files: readonly string[];
	/** Keep reading as the files grow, rotate and come back. */
	readonly follow: boolean;
	/** The pipeline to run and its arguments; never empty. */
	readonly command: readonly [string, ...string[]] | undefined;
	/** The log comes on stdin: named with `-`, or stdin is a pipe or file and no other source is named. */
	readonly stdin: boolean;
};

/** Which lines count. Relative times depend on the log's ends: `resolveTime` turns them into instants. */
export type SelectionSpec = {
	/** `--filter`, `--level`, `--stage` and the FILTER of `events` combined into one checked filter. */
	readonly filter: string | undefined;
	readonly since: TimeSpec | undefined;
	readonly until: TimeSpec | undefined;
};

/** Where to keep the bytes of a pipe or a started pipeline for scrolling back. */
export type RecordingOptions =
	| {readonly type: 'default'; readonly maxBytes: number}
	| {readonly type: 'path'; readonly path: string; readonly maxBytes: number}
	| {readonly type: 'off'};

/** What to compute beyond the usual. */
export type RuleOptions = {
	/** Checked alert rules with unique names. */
	readonly alerts: readonly string[];
	/** The log of a good run to compare with. */
	readonly baseline: string | undefined;
};

/** What to do when an alert fires live. */
export type NotifyOptions = {
	/** A program and its arguments, started with the alert on its stdin. */
	readonly command: readonly [string, ...string[]] | undefined;
	readonly bell: boolean;
};

/** A config file found near the working directory, and its keys that change how the log is judged. */
export type FoundConfig = {
	readonly path: string;
	/** Such as `filter` and `alerts.rules`; never empty. */
	readonly keys: readonly string[];
};

export type ReadingOptions = {
	/** Named in every verdict, because a stranger may have written it. */
	readonly foundConfig: FoundConfig | undefined;
	readonly rules: RuleOptions;
	readonly read: ReadOptions;
	/** Most threads to read a file with; `undefined` depends on the machine's cores. */
	readonly threads: number | undefined;
	readonly incidents: IncidentSettings;
	readonly selection: SelectionSpec;
	/** Length of the window that ends at the cursor; `undefined` if not given. */
	readonly windowMs: number | undefined;
	readonly recording: RecordingOptions;
};

export type ScreenOptions = {
	/** Where the cursor starts; `undefined` is the end. */
	readonly at: CursorTime | undefined;
	/** Starts playing at this many times real time; `undefined` doesn't play. */
	readonly speed: number | undefined;
	/** Most frames a second. */
	readonly fps: number;
	/** `undefined` lets the terminal decide. */
	readonly theme: string | undefined;
	/** Draw without Unicode. `undefined` lets the locale decide. */
	readonly ascii: boolean | undefined;
	/** Take mouse events from the terminal; its own selection then needs a key. */
	readonly mouse: boolean;
	/** `undefined` lets the environment decide. */
	readonly color: boolean | undefined;
	readonly notify: NotifyOptions;
	/** A started pipeline keeps running and recording after obs-top quits. Needs a command and a recording. */
	readonly keep: boolean;
};

/** The options of a command that reads a log. */
export type LogOptions = SourceOptions & ReadingOptions;
