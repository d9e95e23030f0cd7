import {existsSync, realpathSync} from 'node:fs';
import {dirname, isAbsolute, join} from 'node:path';
import {UsageError} from '../errors.ts';
import {ForeignFileError, readOwnFile} from '../files/own-file.ts';
import {codeOf, whyUnread} from '../shared/system-error.ts';

const names = ['obs-top.config.json', 'obs-top.config.toml'];
const mostBytes = 1024 * 1024;

export type ConfigText = {readonly path: string; readonly text: string};

type Environment = Readonly<Record<string, string | undefined>>;

/**
Finds the config file nearest to the working directory. It may be a stranger's that came with a log or a repository.
Other users of the machine can't plant one: the file must belong to the user or root.

@param onNotice - Called for a file that is ignored.
*/
export function foundConfig(cwd: string, environment: Environment, onNotice: (notice: string) => void): ConfigText | undefined {
	const own = ownFolder(environment);
	const folders = upwards(cwd, realHome(environment)).filter(folder => folder !== own);
	return firstIn(folders, path => readOwnFile(path, {maxBytes: mostBytes, orRoot: true}), onNotice);
}

/**
Reads the file in the user's config folder.

@throws UsageError if it exists but can't be read or isn't the user's.
*/
export function ownConfig(environment: Environment): ConfigText | undefined {
	const own = ownFolder(environment);
	return firstIn(
		own ? [own] : [],
		path => readOwnFile(path, {maxBytes: mostBytes, orRoot: true, isInOwnFolder: true}),
		notice => {
			throw new UsageError(notice);
		},
	);
}

function ownFolder({XDG_CONFIG_HOME = '', HOME = ''}: Environment): string | undefined {
	const configHome = isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : isAbsolute(HOME) ? join(HOME, '.config') : undefined;
	return configHome && join(configHome, 'obs-top');
}

/** The home folder with links resolved, as in `cwd`. */
function realHome({HOME = ''}: Environment): string | undefined {
	try {
		return isAbsolute(HOME) ? realpathSync(HOME) : undefined;
	} catch {
		return undefined;
	}
}

/**
The folders from `cwd` up to its repository's root or home. Outside both, only `cwd`: anyone may own the ones above.
*/
function upwards(cwd: string, home: string | undefined): readonly string[] {
	const folders: string[] = [];
	for (let folder = cwd; ; folder = dirname(folder)) {
		folders.push(folder);
		if (folder === home || existsSync(join(folder, '.git'))) {
			return folders;
		}
		if (folder === dirname(folder)) {
			return [cwd];
		}
	}
}

function firstIn(folders: readonly string[], read: (path: string) => Buffer, onNotice: (notice: string) => void): ConfigText | undefined {
	for (const path of folders.flatMap(folder => names.map(name => join(folder, name)))) {
		try {
			return {path, text: read(path).toString()};
		} catch (error) {
			const code = codeOf(error);
			if (code !== 'ENOENT' && code !== 'ENOTDIR') {
				const why = error instanceof ForeignFileError ? `it ${error.why}` : code === undefined ? String(error) : whyUnread(code);
				onNotice(`${path}: ignored: ${why} (--config reads it anyway)`);
			}
		}
	}
	return undefined;
}
