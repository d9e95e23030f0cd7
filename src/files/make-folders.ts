import {mkdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';

/**
Makes a folder that only its owner can read, and those above it that are not there. Node's own way never comes back from where none can be made at all, such as `/proc`.

@throws An error of the system: ENOTDIR where a file stands in the way.
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
