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

/** The config files, their shape checked. Their values are parsed like those of the command line. */
export type Config = {
	readonly options: RawValues;
	/** The incident thresholds that are set. */
	readonly incidents: Readonly<Record<string, number>>;
	/** A config file found near the working directory, if it changes how the log is judged. */
	readonly found: FoundConfig | undefined;
	/** A key and the file that sets it, for errors. */
	placeOf(key: string): string;
	/** A line for each ignored file and for ignored keys. */
	readonly notices: readonly string[];
};

/**
Loads the config: the named file, or else the user's own with the allowed keys of a file found near the working
directory on top. No code is run.

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
			`${found.path}: ignoring ${inWords(found.ignored)} in a config file found near the working directory (move ${found.ignored.length === 1 ? 'it' : 'them'} to your own in ~/.config/obs-top, or name the file with --config)`,
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
		throw new UsageError(`${path}: not valid ${path.endsWith('.toml') ? 'TOML' : 'JSON'}: ${reasonOf(error)}`, {cause: error});
	}
}

function reasonOf(error: unknown): string {
	const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
	return first;
}

function toConfig(own: Read | undefined, found: Found | undefined, notices: readonly string[]): Config {
	const values = new Map([...valuesOf(own === undefined ? [] : saidIn(own.file)), ...valuesOf(found?.taken ?? [])]);
	const foundKeys = new Set(found?.taken.map(({known}) => known.key));
	const folder = dirname(own?.path ?? ''); // a found file can't set paths
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

/** Resolves paths against the folder of the config file. */
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
