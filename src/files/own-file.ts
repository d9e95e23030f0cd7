import {Buffer} from 'node:buffer';
import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {fileNamed} from './file-names.ts';
import {identityOf, removeFile} from './identity.ts';
import {isOpenToAll, isOpenToOthers, isOurs} from './owner.ts';

/** A file that is refused because someone else could have put it there or can change it. */
export class ForeignFileError extends Error {
	override readonly name = 'ForeignFileError';
	/** To follow the file's name in a message: `belongs to another user`. */
	readonly why: string;

	constructor(path: string, why: string) {
		super(`${path}: ${why}`);
		this.why = why;
	}
}

export type Trust = {
	/** A larger file is refused. */
	readonly maxBytes: number;
	/** Also accept a file owned by root. */
	readonly orRoot?: boolean;
	/** The file is in the user's own folder: links are followed, and the file's group may write. */
	readonly isInOwnFolder?: boolean;
};

/**
Creates a file that only its owner can read. Leaves anything that already has the name as it is, even a link.

@returns Its descriptor, for reading and writing.
@throws A system error: EEXIST if the name is taken.
*/
export function openNewFile(path: string): number {
	return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
}

/**
Creates a file and one that belongs to it: both or none.

@throws Like `openNewFile`.
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
Opens a file for reading that nobody else can have put there or can change: a regular file that belongs to the user and
that no one else can write. Never blocks, not even on a FIFO.

@throws ForeignFileError, or a system error: ENOENT if there is none.
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
Reads all of such a file.

@throws Like `openOwnFile`.
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

const notRegular = 'is not a regular file';

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
