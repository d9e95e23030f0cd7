import {lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, isAbsolute, join} from 'node:path';
import process from 'node:process';
import {identityAt, isSame} from './identity.ts';
import {openNewFile} from './own-file.ts';
import {isOpenToOthers, isOurs} from './owner.ts';

/** A folder of the user alone, for files that are gone with the program. */
export type TempFolder = {
	readonly path: string;
	/** With all that is in it, unless something else stands in its place. */
	remove(): void;
};

/**
Makes such a folder: in the temporary one, or with the user's caches where others could rename what is in that.

@throws An error of the system where it can't be made.
*/
export function makeTempFolder(): TempFolder {
	return removableAt(mkdtempSync(join((isGuarded(tmpdir()) ? undefined : cacheFolder()) ?? tmpdir(), 'obs-top-')));
}

/** What has just been made under this name, here or by another process of ours: a folder, or a file. */
export function removableAt(path: string): TempFolder {
	const identity = identityAt(path);
	return {
		path,
		remove() {
			if (identity !== undefined && isSame(identity, identityAt(path))) {
				rmSync(path, {recursive: true, force: true});
			}
		},
	};
}

/**
Opens a file that nobody else sees, and that is gone with the program however that ends.

@throws An error of the system where it can't be made.
*/
export function openNamelessFile(): number {
	const folder = makeTempFolder();
	try {
		return openNewFile(join(folder.path, 'file'));
	} finally {
		folder.remove();
	}
}

/**
A folder that keeps files for later runs, into which nobody else can put one: in the temporary one, or with the user's caches where somebody else has taken its name.

@returns `undefined` where there is none.
*/
export function keepFolder(name: string): string | undefined {
	return ownFolder(tmpdir(), name) ?? ownFolder(cacheFolder(), name);
}

/** With the user's caches. */
function cacheFolder(): string | undefined {
	const {XDG_CACHE_HOME, HOME} = process.env;
	return ownFolder(XDG_CACHE_HOME || ownFolder(HOME, '.cache'), 'obs-top');
}

/** A folder of the user's own into which nobody else can put a file, and into whose place nobody another folder. It is made where there is none. */
function ownFolder(place: string | undefined, name: string): string | undefined {
	if (place === undefined || !isAbsolute(place) || !isGuarded(place)) {
		return undefined;
	}
	const folder = join(place, name);
	try {
		mkdirSync(folder, {mode: 0o700});
	} catch {
		// It is there, or can't be made.
	}
	try {
		const stat = lstatSync(folder);
		return stat.isDirectory() && isOurs(stat.uid) && !isOpenToOthers(stat.mode) ? folder : undefined;
	} catch {
		return undefined;
	}
}

/** Whether nobody else can rename what the user has in a folder, nor the folder itself. */
function isGuarded(folder: string): boolean {
	try {
		const {uid: root} = statSync('/'); // in a container the folders of its host's root have another number
		const isFamiliar = (uid: number) => uid === 0 || uid === root || isOurs(uid);
		const isFixed = (path: string): boolean => {
			const stat = lstatSync(path);
			const isSticky = (stat.mode & 0o1000) !== 0;
			return isFamiliar(stat.uid) && (isSticky || !isOpenToOthers(stat.mode)) && (path === dirname(path) || isFixed(dirname(path)));
		};
		return isFixed(realpathSync(folder));
	} catch {
		return false;
	}
}
