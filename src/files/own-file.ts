import {Buffer} from 'node:buffer';
import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {fileNamed} from './file-names.ts';
import {identityOf, removeFile} from './identity.ts';
import {isOpenToAll, isOpenToOthers, isOurs} from './owner.ts';

/** A file that is not taken, for somebody else could have put it there, or can change it. */
export class ForeignFileError extends Error {
	override readonly name = 'ForeignFileError';
	/** As it reads after the file's name: `belongs to another user`. */
	readonly why: string;

	constructor(path: string, why: string) {
		super(`${path}: ${why}`);
		this.why = why;
	}
}

export type Trust = {
	/** A file of more is not taken. */
	readonly maxBytes: number;
	/** Also a file of root's is taken. */
	readonly orRoot?: boolean;
	/** In a folder of the user's own links are followed, and the file's group may write. */
	readonly isInOwnFolder?: boolean;
};

/**
Makes a file that only its owner can read. What stands under that name, a link too, is left as it is.

@returns Its descriptor, to write and to read.
@throws An error of the system: EEXIST where the name is taken.
*/
export function openNewFile(path: string): number {
	return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
}

/**
The same for a file and one that belongs to it: both are made, or none.

@throws As `openNewFile` does.
*/
export function openNewFiles(path: string, beside: string): readonly [fd: number, besideFd: number] {
	const fd = openNewFile(path);
	try {
		return [fd, openNewFile(beside)];
	} catch (error) {
		removeFile(path, identityOf(fd));
		closeSync(fd);
		throw error;
	}
}

/**
Opens a file for reading that nobody else can have put there or can change: a regular one, of the user's own, writable by no other. It never waits, as it would for a FIFO.

@throws ForeignFileError, or an error of the system: ENOENT where there is none.
*/
export function openOwnFile(path: string, trust: Trust): {readonly fd: number; readonly sizeBytes: number} {
	const fd = openWithoutWaiting(path, trust.isInOwnFolder === true ? 0 : constants.O_NOFOLLOW);
	try {
		const stat = fstatSync(fd);
		const why = whyForeign(stat, trust);
		if (why !== undefined) {
			throw new ForeignFileError(path, why);
		}
		return {fd, sizeBytes: stat.size};
	} catch (error) {
		closeSync(fd);
		throw error;
	}
}

/**
The whole of such a file.

@throws As `openOwnFile` does.
*/
export function readOwnFile(path: string, trust: Trust): Buffer {
	const {fd, sizeBytes} = openOwnFile(path, trust);
	try {
		const bytes = Buffer.allocUnsafeSlow(sizeBytes);
		let length = 0;
		for (let count = -1; count !== 0 && length < sizeBytes; length += count) {
			count = readSync(fd, bytes, length, sizeBytes - length, length);
		}
		return bytes.subarray(0, length);
	} finally {
		closeSync(fd);
	}
}

function openWithoutWaiting(path: string, flags: number): number {
	try {
		return openSync(fileNamed(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | flags);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ELOOP' || code === 'EMLINK') {
			throw new ForeignFileError(path, 'is a link');
		}
		throw code === 'ENXIO' ? new ForeignFileError(path, notRegular) : error;
	}
}

const notRegular = 'is no regular file';

function whyForeign(stat: Stats, {maxBytes, orRoot = false, isInOwnFolder = false}: Trust): string | undefined {
	if (!stat.isFile()) {
		return notRegular;
	}
	if (!isOurs(stat.uid) && !(orRoot && stat.uid === 0)) {
		return 'belongs to another user';
	}
	if (isInOwnFolder ? isOpenToAll(stat.mode) : isOpenToOthers(stat.mode)) {
		return 'can be written by others (chmod go-w)';
	}
	return stat.size > maxBytes ? `is larger than ${maxBytes} bytes` : undefined;
}
