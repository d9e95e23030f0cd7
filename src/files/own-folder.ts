import {lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, isAbsolute, join} from 'node:path';
import process from 'node:process';
import {identityAt, isSame} from './identity.ts';
import {openNewFile} from './own-file.ts';
import {isOpenToOthers, isOurs} from './owner.ts';

/** A private folder for files that don't outlive the program. */
export type TempFolder = {
	readonly path: string;
	/** Removes the folder and its content, unless something else has taken its place. */
	remove(): void;
};

/**
Creates a private folder in the system's temporary folder, or in the user's cache folder if others could rename things
in the temporary one.

@throws A system error if it can't be created.
*/
export function makeTempFolder(): TempFolder {
	return removableAt(mkdtempSync(join((isGuarded(tmpdir()) ? undefined : cacheFolder()) ?? tmpdir(), 'obs-top-')));
}

/** For a folder or file just created under this name, here or by another of our processes. */
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
Opens a file without a name: nobody else can see it, and it is gone when the program ends in any way.

@throws A system error if it can't be created.
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
A private folder that keeps files for later runs: in the system's temporary folder, or in the user's cache folder if
someone else has taken the name.

@returns `undefined` if neither works.
*/
export function keepFolder(name: string): string | undefined {
	return ownFolder(tmpdir(), name) ?? ownFolder(cacheFolder(), name);
}

/** obs-top's folder in the user's cache folder. */
function cacheFolder(): string | undefined {
	const {XDG_CACHE_HOME, HOME} = process.env;
	return ownFolder(XDG_CACHE_HOME || ownFolder(HOME, '.cache'), 'obs-top');
}

/** A folder of the user that nobody else can put files into or replace. Created if missing. */
function ownFolder(place: string | undefined, name: string): string | undefined {
	if (place === undefined || !isAbsolute(place) || !isGuarded(place)) {
		return undefined;
	}
	const folder = join(place, name);
	try {
		mkdirSync(folder, {mode: 0o700});
	} catch {
		// It exists or can't be created.
	}
	try {
		const stat = lstatSync(folder);
		return stat.isDirectory() && isOurs(stat.uid) && !isOpenToOthers(stat.mode) ? folder : undefined;
	} catch {
		return undefined;
	}
}

/** Whether nobody else can rename the user's files in a folder, or the folder itself. */
function isGuarded(folder: string): boolean {
	try {
		const {uid: root} = statSync('/'); // in a container, folders of the host's root have another uid
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
