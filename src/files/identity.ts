import {type BigIntStats, fstatSync, linkSync, lstatSync, renameSync, unlinkSync} from 'node:fs';

/** Which file it is, under whatever name: what was put under a name of ours is not ours. An inode's number is given again once a file is gone, its time of birth isn't. */
export type FileIdentity = {readonly dev: string; readonly ino: string; readonly bornNs: string};

const linkless: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

export function identityOf(fd: number): FileIdentity {
	return identityIn(fstatSync(fd, {bigint: true}));
}

/** Of what has the name, a link as the link that it is. @returns `undefined` where nothing has it, or it can't be seen. */
export function identityAt(path: string): FileIdentity | undefined {
	try {
		return identityIn(lstatSync(path, {bigint: true}));
	} catch {
		return undefined;
	}
}

export function isSame(one: FileIdentity, other: FileIdentity | undefined): boolean {
	return other !== undefined && one.ino === other.ino && one.dev === other.dev && one.bornNs === other.bornNs;
}

/** The same for one that was noted in an earlier run. A file system may have got another number since; where it does not tell when a file was born, that must be the same too. */
export function isStill(noted: FileIdentity, now: FileIdentity | undefined): now is FileIdentity {
	return now !== undefined && isSame({...noted, dev: noted.bornNs === '0' ? noted.dev : now.dev}, now);
}

/** Takes a name away, where it is this file's. @returns Whether it was. */
export function removeFile(path: string, identity: FileIdentity): boolean {
	if (!isSame(identity, identityAt(path))) {
		return false;
	}
	try {
		unlinkSync(path);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return false; // another process was faster
		}
		throw error;
	}
}

/**
Gives a file another name, where the old one is its own; what has the new one keeps it.

@returns Whether the old name was its own.
@throws An error of the system: EEXIST where the new name is taken.
*/
export function renameFile(path: string, to: string, identity: FileIdentity): boolean {
	if (!isSame(identity, identityAt(path))) {
		return false;
	}
	try {
		linkSync(path, to); // unlike a renaming, this never takes the place of a file
	} catch (error) {
		if (!linkless.has(codeOf(error))) {
			throw error;
		}
		if (identityAt(to) !== undefined) {
			throw Object.assign(new Error(`${to} is there already`), {code: 'EEXIST'});
		}
		renameSync(path, to);
		return true;
	}
	return removeFile(path, identity);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const identityIn = ({dev, ino, birthtimeNs}: BigIntStats): FileIdentity => ({
	dev: String(dev),
	ino: String(ino),
	bornNs: String(birthtimeNs),
});
