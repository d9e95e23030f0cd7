import {Argument, Command, CommanderError, Option} from 'commander';
import {UsageError} from '../errors.ts';
import {inWords} from '../shared/in-words.ts';
import type {CommandRecord} from './command-record.ts';
import {helpAfter, helpBefore} from './help.ts';
import type {RawValues} from './read-values.ts';
import {isForAll, rawValues, repeatable, type SharedValues, sharedOptions} from './shared-options.ts';

/** The command line, its values not yet parsed. */
export type CommandLine = {
	readonly record: CommandRecord;
	/** Words that aren't options. What they mean depends on the command. */
	readonly words: readonly string[];
	/** The words after `--`. */
	readonly command: readonly string[] | undefined;
	readonly options: RawValues;
	/** Keyed by commander's names. */
	readonly flags: Readonly<Record<string, unknown>>;
};

/**
Parses the words after the program's name.

@returns Text to print if the user asked for the help or the version.
@throws UsageError
*/
export function parseCommandLine(
	argv: readonly string[],
	version: string,
	commands: readonly CommandRecord[],
): CommandLine | {readonly text: string} {
	const split = argv.indexOf('--');
	const command = split === -1 ? undefined : argv.slice(split + 1);
	let text = '';
	let parsed: CommandLine | undefined;
	const output = {writeOut: (out: string) => (text += out), writeErr: () => undefined};
	const program = createProgram(version, commands, output, (record, words, flags) => {
		if (record.argument === undefined) {
			checkOwnFlags(record, flags, command !== undefined);
		}
		parsed = {record, words, command, options: rawValues(flags), flags};
	});
	try {
		program.parse(split === -1 ? argv : argv.slice(0, split), {from: 'user'});
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			throw error;
		}
		if (error.exitCode !== 0) {
			throw new UsageError(oneLine(error.message));
		}
	}
	return parsed ?? {text};
}

type OnCommand = (record: CommandRecord, words: readonly string[], flags: SharedValues) => void;

/** The shared options belong to the program, so they may come before or after a command's name. */
function createProgram(
	version: string,
	commands: readonly CommandRecord[],
	output: {writeOut(text: string): void; writeErr(text: string): void},
	onCommand: OnCommand,
): Command {
	const program = new Command('obs-top')
		.exitOverride()
		.configureOutput(output)
		.configureHelp({showGlobalOptions: true, helpWidth: 100, visibleGlobalOptions: ({parent}) => parent?.options.filter(isForAll) ?? []})
		.version(version, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print this help')
		.helpCommand(false)
		.allowExcessArguments(false)
		.addHelpText('before', helpBefore)
		.addHelpText('after', helpAfter);
	for (const [group, options] of sharedOptions()) {
		program.optionsGroup(group);
		for (const option of options) {
			program.addOption(option);
		}
	}
	for (const record of commands) {
		const isUnnamed = record.isScreen === true;
		const command = isUnnamed ? program : program.command(record.name).description(record.summary);
		command.usage(record.usage).helpOption('-h, --help', 'print this help');
		if (record.argument === undefined) {
			command.configureHelp({showGlobalOptions: false, helpWidth: 100});
		} else {
			command.addArgument(new Argument(record.argument).argOptional());
		}
		for (const {flags, help, isRepeatable, conflicts = []} of record.flags) {
			command.addOption((isRepeatable ? repeatable(flags, help) : new Option(flags, help)).conflicts([...conflicts]));
		}
		command.action(() => onCommand(record, command.args, command.optsWithGlobals<SharedValues>()));
	}
	return program;
}

/** A command that doesn't read a log takes none of the reading options. */
function checkOwnFlags({name, flags: own}: CommandRecord, flags: SharedValues, runsCommand: boolean): void {
	const named = own.map(({flags: spelled}) => new Option(spelled));
	const other = Object.entries(flags).find(([key, value]) => value !== undefined && !named.some(option => option.attributeName() === key));
	if (other !== undefined || runsCommand) {
		const what = other === undefined ? "can't run a command" : `does not take ${flagOf(...other)}`;
		throw new UsageError(`${name}: ${what} (its options are ${inWords(named.map(({long}) => long ?? ''))})`);
	}
}

function flagOf(name: string, value: unknown): string {
	return `--${value === false ? 'no-' : ''}${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** Turns commander's `error: unknown option '--foo'\n(Did you mean --follow?)` into the form of our errors. */
function oneLine(message: string): string {
	return message
		.replace(/^error: /, '')
		.replaceAll("'", '')
		.replace(/\n\(D/, ' (d')
		.replace(/\.$/, '');
}
