import {type BigIntStats, fstatSync, linkSync, lstatSync, renameSync, unlinkSync} from 'node:fs';

/**
Identifies a file whatever its name, because someone may have put another file under our name. Inode numbers are reused
after a file is gone, birth times are not.
*/
export type FileIdentity = {readonly dev: string; readonly ino: string; readonly bornNs: string};

const linkless: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

export function identityOf(fd: number): FileIdentity {
	return identityIn(fstatSync(fd, {bigint: true}));
}

/**
The identity of what is at a path; links are not followed.

@returns `undefined` if there is nothing, or it can't be accessed.
*/
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

/**
`isSame` for an identity noted in an earlier run. The file system's device number may have changed since, so it only has
to match if there is no birth time.
*/
export function isStill(noted: FileIdentity, now: FileIdentity | undefined): now is FileIdentity {
	return now !== undefined && isSame({...noted, dev: noted.bornNs === '0' ? noted.dev : now.dev}, now);
}

/** Removes a file by name if the name still belongs to it. @returns Whether it did. */
export function removeFile(path: string, identity: FileIdentity): boolean {
	if (!isSame(identity, identityAt(path))) {
		return false;
	}
	try {
		unlinkSync(path);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return false; // another process removed it first
		}
		throw error;
	}
}

/**
Renames a file if the old name still belongs to it. Never replaces an existing file.

@returns Whether the old name belonged to it.
@throws A system error: EEXIST if the new name is taken.
*/
export function renameFile(path: string, to: string, identity: FileIdentity): boolean {
	if (!isSame(identity, identityAt(path))) {
		return false;
	}
	try {
		linkSync(path, to); // unlike rename, this never replaces a file
	} catch (error) {
		if (!linkless.has(codeOf(error))) {
			throw error;
		}
		if (identityAt(to) !== undefined) {
			throw Object.assign(new Error(`${to} already exists`), {code: 'EEXIST'});
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
