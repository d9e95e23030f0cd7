import {resolve} from 'node:path';
import {commands} from '../commands/index.ts';
import {type Config, loadConfig} from '../config/load-config.ts';
import {UsageError} from '../errors.ts';
import {factsOfPath} from '../events/log-path.ts';
import {chooseSource, type NamedSource, type StdinKind} from './choose-source.ts';
import {type CommandLine, parseCommandLine} from './command-line.ts';
import type {LogOptions, ScreenOptions, SourceOptions} from './command-options.ts';
import type {Asked, CommandRecord, LogWords} from './command-record.ts';
import {keepsOn} from './keep-option.ts';
import {onCommandLine, readValues, type Settled, settle, type Values} from './read-values.ts';
import {readingOptions} from './reading-options.ts';
import {notifyOptions} from './rule-options.ts';

/** The environment the program was started in. */
export type Surroundings = {
	readonly version: string;
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stdin: StdinKind;
};

/** A command, and what it was asked for. */
export type Prepared = {readonly name: string; readonly options: unknown; readonly record: CommandRecord};

/** A text to print, or a command to run. */
export type Request =
	| {readonly type: 'print'; readonly text: string}
	| {
			readonly type: 'run';
			readonly command: Prepared;
			/** Lines to tell the user before it runs. */
			readonly notices: readonly string[];
	  };

/**
Reads the command line and the config file. The command line comes first.

@throws UsageError, SourceError
*/
export async function readRequest(argv: readonly string[], surroundings: Surroundings): Promise<Request> {
	const line = parseCommandLine(argv, surroundings.version, commands);
	if ('text' in line) {
		return {type: 'print', text: line.text};
	}
	const {record} = line;
	const asked = new AskedLine(line, surroundings);
	const options = await record.read(asked);
	return {type: 'run', command: {name: record.name, options, record}, notices: asked.notices};
}

/** Reads the config once, and only for a command that reads a log. */
class AskedLine implements Asked {
	readonly words: readonly string[];
	readonly flags: CommandLine['flags'];
	readonly commandNames = commands.map(({name}) => name);
	notices: readonly string[] = [];
	readonly #line: CommandLine;
	readonly #surroundings: Surroundings;
	#said: Promise<Said> | undefined;

	constructor(line: CommandLine, surroundings: Surroundings) {
		this.words = line.words;
		this.flags = line.flags;
		this.#line = line;
		this.#surroundings = surroundings;
	}

	readonly log = async ({paths, filter, mayBeNone}: LogWords): Promise<LogOptions> => {
		const {given, configured, config} = await this.#saidOnce();
		const named = {files: [...paths, ...(given.files ?? [])], follow: given.follow === true, command: this.#line.command};
		const {stdin} = this.#surroundings;
		const source = await chooseSource(named, configuredSource(configured), stdin);
		const {name, isScreen} = this.#line.record;
		const reading = await readingOptions({isScreen: isScreen === true, given, configured, config, eventsFilter: filter});
		const facts = source.files.map(path => factsOfPath(resolve(path)));
		const read = facts.every(each => each === undefined) ? reading.read : {...reading.read, paths: facts};
		return {...(mayBeNone ? source : withSource(source, name, stdin)), ...reading, read};
	};

	readonly screen = async (log: LogOptions): Promise<ScreenOptions> => {
		const {given, configured} = await this.#saidOnce();
		const {at, speed, fps, theme, ascii, mouse, color, keep} = settle(given, configured);
		return {
			...{at, speed, fps, theme, ascii, mouse, color},
			notify: notifyOptions(given, configured),
			keep: keep && keepsOn(log),
		};
	};

	readonly settings = async (): Promise<Settled> => {
		const {given, configured} = await this.#saidOnce();
		return settle(given, configured);
	};

	async #saidOnce(): Promise<Said> {
		this.#said ??= this.#say();
		return this.#said;
	}

	async #say(): Promise<Said> {
		const given = await readValues(this.#line.options, onCommandLine);
		const config = await loadConfig(given.config, this.#surroundings);
		this.notices = config.notices;
		return {given, config, configured: await readValues(config.options, option => config.placeOf(option.config?.key ?? ''))};
	}
}

type Said = {readonly given: Values; readonly configured: Values; readonly config: Config};

/** The config's source, used if the command line names none. */
function configuredSource({files, follow, sourceCommand}: Values): NamedSource | undefined {
	const isNamed = [files, follow, sourceCommand].some(each => each !== undefined);
	return isNamed ? {files: files ?? [], follow: follow ?? false, command: sourceCommand} : undefined;
}

/** Without a screen there is no picker: an empty stdin is an empty log, and a terminal is a mistake. */
function withSource(options: SourceOptions, name: string, stdin: StdinKind): SourceOptions {
	if (options.files.length > 0 || options.command !== undefined || options.stdin) {
		return options;
	}
	if (stdin === 'terminal') {
		throw new UsageError(`${name}: no log to read (name a file, pipe a log in, or give a command after --)`);
	}
	return {...options, stdin: true};
}
