import type {LogOptions, ScreenOptions} from './command-options.ts';
import type {Values} from './read-values.ts';

/** A flag that only one command has. */
export type OwnFlag = {
	/** As commander takes them. */
	readonly flags: string;
	readonly help: string;
	/** May be given several times. */
	readonly isRepeatable?: true;
	/** Flags it can't be combined with. */
	readonly conflicts?: readonly string[];
};

/** How a command interprets its words. */
export type LogWords = {
	readonly paths: readonly string[];
	/** An additional filter. */
	readonly filter?: string | undefined;
	/** The command also runs without a log. */
	readonly mayBeNone?: true;
};

/** The command line as a command sees it. */
export type Asked = {
	/** Words that aren't options. */
	readonly words: readonly string[];
	/** The command's own flags, keyed by commander's names. */
	readonly flags: Readonly<Record<string, unknown>>;
	/** The names of all commands. */
	readonly commandNames: readonly string[];
	/** What to read, and how. @throws UsageError, SourceError */
	readonly log: (words: LogWords) => Promise<LogOptions>;
	/** How to show it. @throws UsageError */
	readonly screen: (log: LogOptions) => Promise<ScreenOptions>;
	/** Settings for drawing, from the config and the command line. */
	readonly settings: () => Promise<Pick<Values, 'ascii'>>;
};

/**
One command: its words and flags, what they mean, and what runs. Every record is loaded at start, so `run` imports the
rest.
*/
export type CommandRecord<Options = unknown> = {
	/** `watch` runs if no command is named. */
	readonly name: string;
	/** What the help calls its words; left out if it takes none and doesn't read a log. */
	readonly argument?: string;
	readonly usage: string;
	readonly summary: string;
	readonly flags: readonly OwnFlag[];
	/** @throws UsageError, SourceError */
	read(asked: Asked): Promise<Options>;
	/** @returns The exit code. */
	run(options: Options): Promise<number>;
	/** Has the screen, and so ends its pipeline itself. */
	readonly isScreen?: true;
	/** Its output already names the config file found near the working directory. */
	readonly saysConfig?: true;
};

/** Defines a command with typed options. */
export function commandRecord<Options>(record: CommandRecord<Options>): CommandRecord {
	return record as CommandRecord;
}
