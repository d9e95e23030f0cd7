import {readFile} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {UsageError} from '../errors.ts';
import {incidentThresholds} from '../insight/incidents/settings.ts';
import type {FoundConfig} from '../options/command-options.ts';
import type {Option} from '../options/option.ts';
import type {RawValues} from '../options/read-values.ts';
import {optionRecords} from '../options/records/index.ts';
import {inWords} from '../shared/in-words.ts';
import {codeOf, whyUnread} from '../shared/system-error.ts';
import type {ConfigFile} from './config-schema.ts';
import {rawOf, saidIn, valuesOf} from './config-values.ts';
import {type ConfigText, foundConfig, ownConfig} from './find-config.ts';
import type {TakenConfig} from './take-found.ts';

/** What the config files say, their shape checked; values are read as those of the command line are. */
export type Config = {
	readonly options: RawValues;
	/** The thresholds that are named. */
	readonly incidents: Readonly<Record<string, number>>;
	/** What a file says that was found, of how it is judged what is in a log. */
	readonly found: FoundConfig | undefined;
	/** A key with the file that says it, for errors. */
	placeOf(key: string): string;
	/** What the user is to know of files and keys that are ignored, a line each. */
	readonly notices: readonly string[];
};

/**
The config in force: the file that is named; else the user's own, and before it what one that was found near the working directory may say. No code is run.

@param named - `--config`.
@throws UsageError
*/
export async function loadConfig(
	named: string | undefined,
	{cwd, environment}: {readonly cwd: string; readonly environment: Readonly<Record<string, string | undefined>>},
): Promise<Config> {
	if (named !== undefined) {
		const path = resolve(cwd, named);
		return toConfig(await parsed({path, text: await textOf(path)}), undefined, []);
	}
	const notices: string[] = [];
	const foundText = foundConfig(cwd, environment, notice => notices.push(notice));
	const found = foundText && (await taken(foundText));
	if (found !== undefined && found.ignored.length > 0) {
		notices.push(
			`${found.path}: ${inWords(found.ignored)} ${found.ignored.length === 1 ? 'is' : 'are'} ignored in a config file that was found near the working directory (put it into your own, in ~/.config/obs-top, or name the file with --config)`,
		);
	}
	const ownText = ownConfig(environment);
	return toConfig(ownText && (await parsed(ownText)), found, notices);
}

type Read = {readonly path: string; readonly file: ConfigFile};
type Found = TakenConfig & {readonly path: string};

async function textOf(path: string): Promise<string> {
	return readFile(path, 'utf8').catch((error: unknown) => {
		const code = codeOf(error);
		throw new UsageError(`${path}: ${code === undefined ? `can't be read: ${reasonOf(error)}` : whyUnread(code)}`, {cause: error});
	});
}

async function parsed({path, text}: ConfigText): Promise<Read> {
	const content = await parse(path, text);
	const {checkConfig} = await import('./check-config.ts');
	return {path, file: checkConfig(content, path)};
}

async function taken(text: ConfigText): Promise<Found> {
	const {path, file} = await parsed(text);
	const {takeFound} = await import('./take-found.ts');
	return {path, ...takeFound(file)};
}

async function parse(path: string, text: string): Promise<unknown> {
	try {
		if (path.endsWith('.toml')) {
			const {parse: parseToml} = await import('smol-toml');
			return parseToml(text);
		}
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		throw new UsageError(`${path}: is no ${path.endsWith('.toml') ? 'TOML' : 'JSON'}: ${reasonOf(error)}`, {cause: error});
	}
}

function reasonOf(error: unknown): string {
	const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
	return first;
}

function toConfig(own: Read | undefined, found: Found | undefined, notices: readonly string[]): Config {
	const values = new Map([...valuesOf(own === undefined ? [] : saidIn(own.file)), ...valuesOf(found?.taken ?? [])]);
	const foundKeys = new Set(found?.taken.map(({known}) => known.key));
	const folder = dirname(own?.path ?? ''); // no path is taken from a file that was found
	return {
		options: Object.fromEntries(
			Object.entries<Option>(optionRecords as Readonly<Record<string, Option>>).flatMap(([name, {config}]) => {
				const value = config && values.get(config.key);
				return value === undefined ? [] : [[name, fromFolder(folder, config?.key, rawOf(config ?? {type: 'text'}, value))]];
			}),
		),
		incidents: Object.fromEntries(
			Object.keys(incidentThresholds).flatMap(name => {
				const value = values.get(`incidents.${name}`);
				return typeof value === 'number' ? [[name, value]] : [];
			}),
		),
		found: found && found.judged.length > 0 ? {path: found.path, keys: found.judged} : undefined,
		placeOf: key => `${foundKeys.has(key) ? found?.path : own?.path}: ${key}`,
		notices,
	};
}

/** Paths of a file are from its own folder. */
function fromFolder(folder: string, key: string | undefined, raw: unknown): unknown {
	switch (key) {
		case 'source.files':
			return Array.isArray(raw) ? raw.map(path => (path === '-' ? path : resolve(folder, String(path)))) : raw;
		case 'record.path':
			return resolve(folder, String(raw));
		default:
			return raw;
	}
}
