import {readFile} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import type {ConfigFile} from './config/config-schema.ts';
import {type FoundConfig, findConfig} from './config/find-config.ts';
import {UsageError} from './errors.ts';
import type {IncidentSettings} from './insight/incidents/settings.ts';
import type {NamedSource} from './options/choose-source.ts';
import type {RawSettings} from './options/settings.ts';

/** A config file, its shape checked; its values are read as those of the command line are. */
export type Config = {
	readonly path: string;
	/** `undefined` where it names none. Paths are from the file's own folder. */
	readonly source: NamedSource | undefined;
	readonly settings: RawSettings;
	readonly record: {readonly path: string | undefined; readonly off: boolean};
	readonly ascii: boolean | undefined;
	/** The thresholds that it names. */
	readonly incidents: Partial<IncidentSettings>;
	readonly alerts: {readonly rules: readonly string[]; readonly onAlert: readonly string[]; readonly bell: boolean | undefined};
	/** The key of the file that a setting stands under. */
	keyOf(setting: keyof RawSettings): string;
};

/**
The config file in force: the one named, else the first found upwards from the working directory, else the user's own. No code is run, and a command is only
taken from the user's own.

@param named - `--config`.
@returns `undefined` where there is none.
@throws UsageError
*/
export async function loadConfig(
	named: string | undefined,
	{cwd, environment}: {readonly cwd: string; readonly environment: Readonly<Record<string, string | undefined>>},
): Promise<Config | undefined> {
	const found: FoundConfig | undefined = named === undefined ? findConfig(cwd, environment) : {path: resolve(cwd, named), trust: 'own'};
	if (found === undefined) {
		return undefined;
	}
	const content = await parseFile(found.path);
	const {checkConfig} = await import('./config/check-config.ts');
	return toConfig(checkConfig(content, found.path), found);
}

async function parseFile(path: string): Promise<unknown> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		throw new UsageError(`${path}: can't be read: ${reasonOf(error)}`, {cause: error});
	});
	try {
		if (path.endsWith('.toml')) {
			const {parse} = await import('smol-toml');
			return parse(text);
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

function toConfig(file: ConfigFile, {path, trust}: FoundConfig): Config {
	const folder = dirname(path);
	const {source, record, map, window, timeZone, dialect, filter, theme, fps, ascii, incidents, alerts} = file;
	const command = source?.command !== undefined ? 'source.command' : alerts?.onAlert !== undefined ? 'alerts.onAlert' : undefined;
	if (command !== undefined && trust === 'found') {
		throw new UsageError(
			`${path}: ${command} is not run from a config file that was found near the working directory (put it into your own, in ~/.config/obs-top, or name the file with --config)`,
		);
	}
	const files = (source?.files ?? []).map(file => (file === '-' ? file : resolve(folder, file)));
	return {
		path,
		source: source && {files, follow: source.follow ?? false, command: source.command},
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
		incidents: incidents ?? {},
		alerts: {rules: alerts?.rules ?? [], onAlert: alerts?.onAlert ?? [], bell: alerts?.bell},
		keyOf: setting => (setting === 'recordMax' ? 'record.max' : setting),
	};
}
