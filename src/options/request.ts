import {loadConfig} from '../config/load-config.ts';
import {UsageError} from '../errors.ts';
import {isFileShownAs} from '../files/file-names.ts';
import {checkWatchWords, chooseSource, type NamedSource, type StdinKind} from './choose-source.ts';
import {type CommandLine, commandNames, parseCommandLine} from './command-line.ts';
import type {Command, HealthOptions, ReadingOptions, ScreenOptions, SourceOptions} from './command-options.ts';
import {keepOption} from './keep-option.ts';
import {onCommandLine, readValues, settle, type Values} from './read-values.ts';
import {readingOptions} from './reading-options.ts';
import {checkOptions, notifyOptions} from './rule-options.ts';

export type {
	Command,
	EventsOptions,
	FoundConfig,
	HealthOptions,
	IncidentsOptions,
	InspectFormat,
	InspectOptions,
	NotifyOptions,
	QueryOptions,
	ReadingOptions,
	RecordingOptions,
	RecordingsOptions,
	ScreenOptions,
	SelectionSpec,
	SourceOptions,
	WatchOptions,
} from './command-options.ts';
export {resolveTime, type TimeSpec} from './values/time-spec.ts';

/** Where the program was started. */
export type Surroundings = {
	readonly version: string;
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stdin: StdinKind;
};

/** A text to print, or a command to run. */
export type Request =
	| {readonly type: 'print'; readonly text: string}
	| {
			readonly type: 'run';
			readonly command: Command;
			/** What the user is to know of it before it runs, a line each. */
			readonly notices: readonly string[];
	  };

/**
What is asked for by the words after the program's name and by the config file; the words come first.

@throws UsageError, SourceError
*/
export async function readRequest(argv: readonly string[], surroundings: Surroundings): Promise<Request> {
	const line = parseCommandLine(argv, surroundings.version);
	if ('text' in line) {
		return {type: 'print', text: line.text};
	}
	if ('recordings' in line) {
		return {type: 'run', command: {name: 'recordings', options: line.recordings}, notices: []};
	}
	const given = await readValues(line.options, onCommandLine);
	const config = await loadConfig(given.config, surroundings);
	const configured = await readValues(config.options, option => config.placeOf(option.config?.key ?? ''));
	const settled = settle(given, configured);
	const ofConfig = configuredSource(configured);
	const {words, filter, module, sql} = readWords(line, given, ofConfig);
	const named = {files: [...words, ...(given.files ?? [])], follow: given.follow === true, command: line.command};
	const source = await chooseSource(named, ofConfig, surroundings.stdin);
	const reading = await readingOptions({line, given, configured, config, eventsFilter: filter});
	const {at, speed, fps, theme, ascii, mouse, color} = settled;
	const screen = {
		...{at, speed, fps, theme, ascii, mouse, color},
		notify: notifyOptions(given, configured),
		keep: keepOption(line.name, settled.keep, source, reading.recording),
	};
	return {
		type: 'run',
		command: toCommand(line, {...source, ...reading}, screen, {module, sql, checks: await checkOptions(line.checks)}, surroundings.stdin),
		notices: config.notices,
	};
}

/** What the config names to be read where the command line does not. */
function configuredSource({files, follow, sourceCommand}: Values): NamedSource | undefined {
	const isNamed = [files, follow, sourceCommand].some(each => each !== undefined);
	return isNamed ? {files: files ?? [], follow: follow ?? false, command: sourceCommand} : undefined;
}

type Words = {
	readonly words: readonly string[];
	readonly filter?: string | undefined;
	readonly module?: string | undefined;
	readonly sql?: string | undefined;
};

/** The words that are no options: paths, but for the last one of `events`, a filter, that of `query`, its SQL, and the one of `inspect` where it names a module. */
function readWords({name, words, command}: CommandLine, {files}: Pick<Values, 'files'>, configured: NamedSource | undefined): Words {
	switch (name) {
		case 'watch':
			checkWatchWords(words, commandNames);
			return {words};
		case 'health':
		case 'incidents':
			return {words};
		case 'events': {
			const [only = ''] = words;
			const isPath =
				words.length === 1 && (files ?? []).length === 0 && command === undefined && configured === undefined && isFileShownAs(only);
			return isPath ? {words} : {words: pathsBefore(words), filter: words.at(-1)};
		}
		case 'inspect':
			return words.some(isModule) ? {words: [], module: onlyModule(words)} : {words};
		case 'query':
			return {words: words.slice(0, -1), sql: words.at(-1)};
	}
}

/** All but the last word, which is the filter: it may have been written as several. */
function pathsBefore(words: readonly string[]): readonly string[] {
	const paths = words.slice(0, -1);
	const first = paths.findIndex(path => /[=<>~]|^(?:and|or|not)$/i.test(path) && !isFileShownAs(path));
	if (first !== -1) {
		throw new UsageError(`events: ${paths[first]} is no file (a filter is one word: put it in quotes, '${words.slice(first).join(' ')}')`);
	}
	return paths;
}

/** By the extensions that Node loads code from. */
function isModule(path: string): boolean {
	return /\.[cm]?[jt]sx?$/i.test(path);
}

function onlyModule(words: readonly string[]): string | undefined {
	if (words.length > 1) {
		throw new UsageError(`inspect takes one module and no log beside it (${words.join(' ')})`);
	}
	return words[0];
}

function toCommand(
	line: CommandLine,
	options: SourceOptions & ReadingOptions,
	screen: ScreenOptions,
	{module, sql, checks}: Pick<Words, 'module' | 'sql'> & Pick<HealthOptions, 'checks'>,
	stdin: StdinKind,
): Command {
	switch (line.name) {
		case 'watch':
			return {name: 'watch', options: {...options, ...screen}};
		case 'health':
			return {name: 'health', options: {...withSource(options, line.name, stdin), checks}};
		case 'incidents': {
			const format = line.format === 'json' || line.format === 'markdown' ? line.format : 'text';
			return {name: 'incidents', options: {...withSource(options, line.name, stdin), format, ascii: screen.ascii}};
		}
		case 'events':
			return {name: 'events', options: {...withSource(options, line.name, stdin), isCount: line.isCount}};
		case 'inspect':
			return {
				name: 'inspect',
				options: {
					...(module === undefined ? withSource(options, line.name, stdin) : options),
					module,
					format: line.format === 'csv' ? 'text' : (line.format ?? 'text'),
				},
			};
		case 'query':
			if (sql === undefined || sql.trim() === '') {
				throw new UsageError("query: no SQL (obs-top query log.jsonl 'SELECT count(*) FROM logs')");
			}
			return {
				name: 'query',
				options: {
					...withSource(options, line.name, stdin),
					sql,
					format: line.format === 'json' || line.format === 'csv' ? line.format : 'auto',
					isExact: line.isExact,
					output: line.output,
				},
			};
	}
}

/** Without a screen there is no picker: an empty stdin is an empty log, a terminal is a mistake. */
function withSource<Options extends SourceOptions>(options: Options, name: string, stdin: StdinKind): Options {
	if (options.files.length > 0 || options.command !== undefined || options.stdin) {
		return options;
	}
	if (stdin === 'terminal') {
		throw new UsageError(`${name} has nothing to read: name a log with --file, pipe one in, or run a command after --`);
	}
	return {...options, stdin: true};
}
