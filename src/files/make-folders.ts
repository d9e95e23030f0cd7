import {mkdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';

/**
Creates a folder that only its owner can read, and its missing parents. Node's recursive `mkdirSync` never returns
where no folder can be created, such as `/proc`.

@throws A system error: ENOTDIR if a file is in the way.
*/
export function makeFolders(path: string): void {
	if (isFolder(path)) {
		return;
	}
	makeFolders(dirname(path));
	try {
		mkdirSync(path, {mode: 0o700});
	} catch (error) {
		const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
		if (isThere && !isFolder(path)) {
			throw Object.assign(error, {code: 'ENOTDIR'});
		}
		if (!isThere) {
			throw error;
		}
	}
}

function isFolder(path: string): boolean {
	return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
}
