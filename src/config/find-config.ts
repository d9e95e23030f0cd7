import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';

const names = ['obs-top.config.json', 'obs-top.config.toml'];

/** `own` is the user's: named on the command line or in the user's config folder. One that was found near the working directory may be anybody's. */
export type FoundConfig = {readonly path: string; readonly trust: 'own' | 'found'};

/** Upwards from the working directory, then the user's config folder. */
export function findConfig(cwd: string, environment: Readonly<Record<string, string | undefined>>): FoundConfig | undefined {
	const {XDG_CONFIG_HOME, HOME} = environment;
	const configHome = XDG_CONFIG_HOME || (HOME ? join(HOME, '.config') : undefined);
	const own = configHome === undefined ? undefined : join(configHome, 'obs-top');
	for (let folder = cwd; ; folder = dirname(folder)) {
		const path = configIn(folder);
		if (path !== undefined) {
			return {path, trust: folder === own ? 'own' : 'found'};
		}
		if (folder === dirname(folder)) {
			break;
		}
	}
	const path = own === undefined ? undefined : configIn(own);
	return path === undefined ? undefined : {path, trust: 'own'};
}

function configIn(folder: string): string | undefined {
	return names.map(name => join(folder, name)).find(path => existsSync(path));
}
