import {lstatSync, readdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {type FileIdentity, identityAt, removeFile, renameFile} from '../../files/identity.ts';
import {isOurs} from '../../files/owner.ts';
import {codeOf} from '../../shared/system-error.ts';
import {markOf} from './recording-mark.ts';
import {numberedPath, numberOf, timesPath} from './recording-names.ts';

/** A file of a recording, with the identities of it and its side file. */
export type NamedSegment = {readonly path: string; readonly lines: FileIdentity; readonly times: FileIdentity};

/** A segment that nobody here has open. */
export type OlderSegment = NamedSegment & {readonly byteLength: number};

/** The files of a recording, oldest first. Other files with such names are left out. */
export function segmentsOf(path: string, id: string): readonly OlderSegment[] {
	return [...numbersOf(path).map(number => numberedPath(path, number)), path].flatMap(each => {
		const file = markOf(each);
		const stat = file?.mark.id === id ? statSync(each, {throwIfNoEntry: false}) : undefined;
		return file === undefined || stat === undefined ? [] : [{path: each, byteLength: stat.size, lines: file.lines, times: file.times}];
	});
}

/**
Renames a full segment to the next free number before its extension, so the newest lines are always under the
recording's own name.

@returns Its new name. `undefined` when the name no longer belonged to it: someone has moved it or put another file
there.
*/
export function setAside({path, lines, times}: NamedSegment): string | undefined {
	return inFreePlace(path, aside => {
		const isNamed = renameFile(path, aside, lines);
		try {
			renameFile(timesPath(path), timesPath(aside), times);
		} catch (error) {
			if (!isTaken(error)) {
				throw error;
			}
		}
		return isNamed ? aside : undefined;
	});
}

/**
Calls `act` with a path that has a free number, for its side file too. If another process takes it first, tries the
next.
*/
export function inFreePlace<Result>(path: string, act: (free: string) => Result): Result {
	for (let number = (numbersOf(path).at(-1) ?? 0) + 1; ; number++) {
		const free = numberedPath(path, number);
		if (identityAt(free) === undefined && identityAt(timesPath(free)) === undefined) {
			try {
				return act(free);
			} catch (error) {
				if (!isTaken(error)) {
					throw error;
				}
			}
		}
	}
}

/** Removes both files, if the names still belong to them. */
export function removeSegment({path, lines, times}: NamedSegment): void {
	removeFile(path, lines);
	removeFile(timesPath(path), times);
}

export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

/** Considers only the user's own files: in a shared folder, another user's numbers must not push ours up. */
function numbersOf(path: string): readonly number[] {
	let files: readonly string[] = [];
	try {
		files = readdirSync(dirname(path));
	} catch {
		// It does not exist yet, or can't be read.
	}
	return files
		.map(file => numberOf(file, path))
		.filter(number => number !== undefined)
		.filter(number => isOurs(lstatSync(numberedPath(path, number), {throwIfNoEntry: false})?.uid ?? -1))
		.sort((a, b) => a - b);
}
