import {Argument, Command, CommanderError, Option} from 'commander';
import {UsageError} from '../errors.ts';
import type {RecordingsOptions} from './command-options.ts';
import {helpAfter, helpBefore} from './help.ts';
import type {RawValues} from './read-values.ts';
import {isForAll, rawValues, repeatable, type SharedValues, sharedOptions} from './shared-options.ts';

export const commandNames = ['watch', 'health', 'incidents', 'events', 'inspect', 'query', 'recordings'] as const;
/** Those that read a log. */
export type CommandName = Exclude<(typeof commandNames)[number], 'recordings'>;

/** `recordings`, which reads no log. */
export type RecordingsLine = {readonly recordings: RecordingsOptions};

/** What stands on the command line, its values not yet read. */
export type CommandLine = {
	readonly name: CommandName;
	/** The words that are no options. What they are depends on the command. */
	readonly words: readonly string[];
	/** What stands after `--`. */
	readonly command: readonly string[] | undefined;
	readonly options: RawValues;
	readonly format: 'json' | 'markdown' | 'json-schema' | 'csv' | undefined;
	readonly output: string | undefined;
	readonly checks: readonly string[];
	readonly isCount: boolean;
	readonly isExact: boolean;
};

/**
Takes the words after the program's name apart.

@returns A text where only that was asked for: the help, the version.
@throws UsageError
*/
export function parseCommandLine(argv: readonly string[], version: string): CommandLine | RecordingsLine | {readonly text: string} {
	const split = argv.indexOf('--');
	const command = split === -1 ? undefined : argv.slice(split + 1);
	let text = '';
	let parsed: CommandLine | RecordingsLine | undefined;
	const program = createProgram(version, {writeOut: out => (text += out), writeErr: () => undefined}, (name, words, options) => {
		parsed = name === 'recordings' ? toRecordingsLine(options, command) : toCommandLine(name, words, options, command);
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

/** As commander has them: of the shared options by their flags, and those of single commands. */
type Values = SharedValues & {
	readonly json?: boolean;
	readonly markdown?: boolean;
	readonly jsonSchema?: boolean;
	readonly csv?: boolean;
	readonly output?: string;
	readonly check?: readonly string[];
	readonly count?: boolean;
	readonly exact?: boolean;
	readonly prune?: boolean;
};

type OnCommand = (name: CommandName | 'recordings', words: readonly string[], options: Values) => void;

/** The shared options belong to the program and so may stand before or after a command's name. */
function createProgram(
	version: string,
	output: {writeOut(text: string): void; writeErr(text: string): void},
	onCommand: OnCommand,
): Command {
	const program = new Command('obs-top')
		.exitOverride()
		.configureOutput(output)
		.configureHelp({showGlobalOptions: true, helpWidth: 100, visibleGlobalOptions: ({parent}) => parent?.options.filter(isForAll) ?? []})
		.usage('[options] [PATH...] | -- COMMAND [ARG...]')
		.version(version, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print this help')
		.helpCommand(false)
		.allowExcessArguments(false)
		.addHelpText('before', helpBefore)
		.addHelpText('after', helpAfter)
		.addArgument(new Argument('[path...]').argOptional());
	for (const [group, options] of sharedOptions()) {
		program.optionsGroup(group);
		for (const option of options) {
			program.addOption(option);
		}
	}
	program.action((words: string[]) => onCommand('watch', words, program.opts<Values>()));
	const add = (name: Exclude<CommandName, 'watch'>, argument: string, description: string) => {
		const command = program.command(name).description(description).argument(argument).helpOption('-h, --help', 'print this help');
		return command.action(() => onCommand(name, command.args, command.optsWithGlobals<Values>()));
	};
	add('health', '[path...]', 'one health snapshot as JSON; exit 1 when DEGRADED, or when a check does not hold')
		.usage('[options] [PATH...] | -- COMMAND [ARG...]')
		.addOption(repeatable('--check <condition>', "what must hold, such as 'p95(elapsedMs) < 500 where component=sink' (repeatable)"));
	add('incidents', '[path...]', 'what went wrong, when, and what came before it: as text, JSON or Markdown')
		.usage('[options] [PATH...] | -- COMMAND [ARG...]')
		.addOption(new Option('--json', 'as JSON').conflicts('markdown'))
		.addOption(new Option('--markdown', 'as Markdown').conflicts('json'));
	add('events', '[filter...]', 'the matching lines, as they were written; exit 1 when none')
		.usage('[options] [PATH...] [FILTER] | -- COMMAND [ARG...]')
		.addOption(new Option('-c, --count', 'only how many they are (grep -c)'));
	add('inspect', '[path...]', "the stages' signatures: of a module, or those that a log announced; exit 1 when none")
		.usage('[options] [MODULE | PATH...] | -- COMMAND [ARG...]')
		.addOption(new Option('--json', 'as JSON').conflicts(['markdown', 'jsonSchema']))
		.addOption(new Option('--markdown', 'as Markdown').conflicts(['json', 'jsonSchema']))
		.addOption(new Option('--json-schema', "a JSON Schema of each stage's parameters").conflicts(['json', 'markdown']));
	add('query', '[sql...]', 'SQL over the log, as the table logs; exit 1 when no row')
		.usage('[options] [PATH...] SQL | -- COMMAND [ARG...]')
		.addOption(new Option('--json', 'a JSON object a line').conflicts(['csv', 'output']))
		.addOption(new Option('--csv', 'CSV, also on a terminal').conflicts(['json', 'output']))
		.addOption(new Option('--exact', "CSV without the ' before texts that a spreadsheet would take for formulas").conflicts(['json']))
		.addOption(new Option('--output <path>', 'into a file: .csv, .json, .jsonl or .parquet').conflicts(['json', 'csv']));
	program
		.command('recordings')
		.description('what was recorded of pipes and pipelines: where, how much, whether somebody still writes it')
		.usage('[--json] [--prune]')
		.configureHelp({showGlobalOptions: false, helpWidth: 100})
		.helpOption('-h, --help', 'print this help')
		.addOption(new Option('--json', 'as JSON'))
		.addOption(new Option('--prune', 'remove old ones now, as the start of a recording does'))
		.action((_, command: Command) => onCommand('recordings', [], command.optsWithGlobals<Values>()));
	return program;
}

function toCommandLine(name: CommandName, words: readonly string[], values: Values, command: readonly string[] | undefined): CommandLine {
	return {
		name,
		words,
		command,
		options: rawValues(values),
		format: values.json ? 'json' : values.markdown ? 'markdown' : values.jsonSchema ? 'json-schema' : values.csv ? 'csv' : undefined,
		output: values.output,
		checks: values.check ?? [],
		isCount: values.count === true,
		isExact: values.exact === true,
	};
}

function toRecordingsLine({json, prune, ...others}: Values, command: readonly string[] | undefined): RecordingsLine {
	const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
	if (other !== undefined || command !== undefined) {
		const what = other === undefined ? 'runs no command' : `has no use for ${optionOf(...other)}`;
		throw new UsageError(`recordings ${what}: it takes --json and --prune`);
	}
	return {recordings: {isJson: json === true, prunes: prune === true}};
}

const optionOf = (name: string, value: unknown): string =>
	`--${value === false ? 'no-' : ''}${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** commander's `error: unknown option '--foo'\n(Did you mean --follow?)`, as our errors read. */
function oneLine(message: string): string {
	return message
		.replace(/^error: /, '')
		.replaceAll("'", '')
		.replace(/\n\(D/, ' (d')
		.replace(/\.$/, '');
}
