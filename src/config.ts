import {readFile} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import type {ConfigFile} from './config/config-schema.ts';
import {type ConfigText, foundConfig, ownConfig} from './config/find-config.ts';
import type {TakenConfig} from './config/take-found.ts';
import {UsageError} from './errors.ts';
import type {NamedSource} from './options/choose-source.ts';
import type {FoundConfig} from './options/command-options.ts';
import type {RawSettings} from './options/settings.ts';
import {inWords} from './shared/in-words.ts';

/** What the config files say, their shape checked; values are read as those of the command line are. */
export type Config = {
	/** `undefined` where none is named. Paths are from the file's own folder. */
	readonly source: NamedSource | undefined;
	readonly settings: RawSettings;
	readonly record: {readonly path: string | undefined; readonly off: boolean};
	readonly ascii: boolean | undefined;
	/** The thresholds that are named. */
	readonly incidents: Readonly<Record<string, number>>;
	readonly alerts: {readonly rules: readonly string[]; readonly onAlert: readonly string[]; readonly bell: boolean | undefined};
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

type Own = {readonly path: string; readonly file: ConfigFile};
type Found = TakenConfig & {readonly path: string};

async function textOf(path: string): Promise<string> {
	return readFile(path, 'utf8').catch((error: unknown) => {
		throw new UsageError(`${path}: can't be read: ${reasonOf(error)}`, {cause: error});
	});
}

async function parsed({path, text}: ConfigText): Promise<Own> {
	const content = await parse(path, text);
	const {checkConfig} = await import('./config/check-config.ts');
	return {path, file: checkConfig(content, path)};
}

async function taken(text: ConfigText): Promise<Found> {
	const {path, file} = await parsed(text);
	const {takeFound} = await import('./config/take-found.ts');
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

function toConfig(own: Own | undefined, found: Found | undefined, notices: readonly string[]): Config {
	const {source, record} = own?.file ?? {};
	const folder = dirname(own?.path ?? '');
	const {window, timeZone, dialect, filter, theme, map, fps, ascii} = {...own?.file, ...found?.taken};
	const alerts = {...own?.file.alerts, ...found?.taken.alerts};
	return {
		source: source && {
			files: (source.files ?? []).map(file => (file === '-' ? file : resolve(folder, file))),
			follow: source.follow ?? false,
			command: source.command,
		},
		settings: {
			window,
			timeZone,
			dialect,
			filter,
			theme,
			map: map && Object.entries(map),
			recordMax: record?.max,
			fps: fps === undefined ? undefined : String(fps),
		},
		record: {path: record?.path === undefined ? undefined : resolve(folder, record.path), off: record?.off ?? false},
		ascii,
		incidents: {...own?.file.incidents, ...found?.taken.incidents} as Readonly<Record<string, number>>, // one may be left out, none is undefined
		alerts: {rules: alerts.rules ?? [], onAlert: alerts.onAlert ?? [], bell: alerts.bell},
		found: found && found.judged.length > 0 ? {path: found.path, keys: found.judged} : undefined,
		placeOf: key => `${found?.keys.includes(key) ? found.path : own?.path}: ${key}`,
		notices,
	};
}
