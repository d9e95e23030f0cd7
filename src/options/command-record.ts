import type {LogOptions, ScreenOptions} from './command-options.ts';
import type {Values} from './read-values.ts';

/** A flag that only one command has. */
export type OwnFlag = {
	/** As commander takes them. */
	readonly flags: string;
	readonly help: string;
	/** It may be given several times. */
	readonly isRepeatable?: true;
	/** Names of flags that it can't stand beside. */
	readonly conflicts?: readonly string[];
};

/** What a command makes of its words. */
export type LogWords = {
	readonly paths: readonly string[];
	/** One more filter. */
	readonly filter?: string | undefined;
	/** Without any log the command still runs. */
	readonly mayBeNone?: true;
};

/** The command line, as a command looks at it. */
export type Asked = {
	/** Those that are no options. */
	readonly words: readonly string[];
	/** Its own flags, by the names that commander gives them. */
	readonly flags: Readonly<Record<string, unknown>>;
	/** The names of all commands. */
	readonly commandNames: readonly string[];
	/** Whether something else than the words names a log: an option, a command to run, the config. */
	readonly namesLog: () => Promise<boolean>;
	/** What is read, and how. @throws UsageError, SourceError */
	readonly log: (words: LogWords) => Promise<LogOptions>;
	/** How it is shown. @throws UsageError */
	readonly screen: (log: LogOptions) => Promise<ScreenOptions>;
	/** What the config and the command line say of how it is drawn. */
	readonly settings: () => Promise<Pick<Values, 'ascii'>>;
};

/** One command: its words and flags, what they mean, and what runs. The record is always loaded, so `run` loads what it needs. */
export type CommandRecord<Options = unknown> = {
	/** `watch` is what runs without a name. */
	readonly name: string;
	/** How its words are called in the help; left out where it takes none and reads no log. */
	readonly argument?: string;
	readonly usage: string;
	readonly summary: string;
	readonly flags: readonly OwnFlag[];
	/** @throws UsageError, SourceError */
	read(asked: Asked): Promise<Options>;
	/** @returns The exit code. */
	run(options: Options): Promise<number>;
	/** It has the screen, and so ends a pipeline itself. */
	readonly isScreen?: true;
	/** Its output says itself which found config it went by. */
	readonly saysConfig?: true;
};

/** A command whose options have types. */
export function commandRecord<Options>(record: CommandRecord<Options>): CommandRecord {
	return record as CommandRecord;
}
