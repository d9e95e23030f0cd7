import {Buffer} from 'node:buffer';
import {type BigIntStats, closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {gunzipSync, constants as zlib} from 'node:zlib';
import {isOurs} from '../../files/owner.ts';

const mostNames = 50_000;
const mostSiblings = 10_000;

/** Identifies a file, even after it was renamed. */
export type Birth = {readonly key: string; readonly bornNs: bigint};

export function birthOf(fd: number): Birth {
	return birthIn(fstatSync(fd, {bigint: true}));
}

/** @returns `undefined` if there is no such file or it can't be accessed. */
export function ownerOf(path: string): number | undefined {
	try {
		return statSync(path).uid;
	} catch {
		return undefined;
	}
}

function birthIn({dev, ino, birthtimeNs}: {readonly dev: bigint; readonly ino: bigint; readonly birthtimeNs: bigint}): Birth {
	return {key: `${dev}:${ino}:${birthtimeNs}`, bornNs: birthtimeNs};
}

/**
A file whose name begins with the followed name, so it may have had that name before. The caller closes the descriptor.
*/
export type Sibling = Birth & {readonly fd: number; readonly sizeBytes: number; readonly form: 'plain' | 'gzip' | 'compressed'};

/**
Siblings created since a given time, oldest first. None if the file system has no birth times, or if the name is a
symbolic link, because it may be about to point to one of the files beside it.

@param owner - Owner of the followed file. In a shared folder only files of this owner, the user or root qualify.
@param isKnown - Whether to skip the file with this key.
*/
export function openSiblings(
	path: string,
	sinceNs: bigint,
	owner: number | undefined,
	isKnown: (key: string) => boolean = () => false,
): readonly Sibling[] {
	const numbered: Numbered[] = [];
	const wanted: Array<Sibling & Numbered & {readonly changedNs: bigint}> = [];
	const isWanted = (stat: BigIntStats) => {
		const {key, bornNs} = birthIn(stat);
		return (
			stat.isFile() &&
			(stat.uid === 0n || Number(stat.uid) === owner || isOurs(Number(stat.uid))) &&
			bornNs !== 0n &&
			bornNs >= sinceNs &&
			!isKnown(key)
		);
	};
	for (const name of namesBeside(path).slice(0, mostSiblings)) {
		const file = join(dirname(path), name);
		const number = Number(/\d+(?=\D*$)/.exec(name.slice(basename(path).length))?.[0]);
		const named = statSync(file, {bigint: true, throwIfNoEntry: false});
		if (named?.isFile()) {
			numbered.push({number, bornNs: named.birthtimeNs});
		}
		const fd = named !== undefined && isWanted(named) ? openQuietly(file) : undefined;
		if (fd === undefined) {
			continue;
		}
		const stat = fstatSync(fd, {bigint: true}); // another file may have the name by now
		const birth = birthIn(stat);
		if (isWanted(stat) && !wanted.some(({key}) => key === birth.key)) {
			wanted.push({...birth, fd, sizeBytes: Number(stat.size), form: formOf(fd), changedNs: stat.mtimeNs, number});
		} else {
			closeSync(fd);
		}
	}
	const direction = directionOf(numbered);
	// File system clocks tick every few milliseconds. Among files created in the same tick the last one written is the
	// newest; after that, the numbers in their names decide.
	return wanted.sort((a, b) => compare(a.bornNs, b.bornNs) || compare(a.changedNs, b.changedNs) || direction * compare(a.number, b.number));
}

type Numbered = {readonly bornNs: bigint; readonly number: number};

/** 1 if newer files have larger numbers (a date), -1 if they have smaller ones (`.1` is the newest). */
function directionOf(siblings: readonly Numbered[]): 1 | -1 {
	const byBirth = siblings.filter(({number}) => !Number.isNaN(number)).sort((a, b) => compare(a.bornNs, b.bornNs));
	const [oldest, newest] = [byBirth[0], byBirth.at(-1)];
	return oldest !== undefined && newest !== undefined && newest.bornNs > oldest.bornNs && newest.number > oldest.number ? 1 : -1;
}

/** The start of a gzip file's content; `undefined` if it can't be read. */
export function inflatedStart(fd: number): Buffer | undefined {
	const bytes = Buffer.alloc(4096);
	const count = readSync(fd, bytes, 0, bytes.length, 0);
	try {
		const start = gunzipSync(bytes.subarray(0, count), {finishFlush: zlib.Z_SYNC_FLUSH});
		return start.length === 0 ? undefined : start;
	} catch {
		return undefined;
	}
}

function namesBeside(path: string): readonly string[] {
	try {
		if (lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink()) {
			return [];
		}
		return namesIn(dirname(path)).filter(name => name.startsWith(basename(path)) && name !== basename(path));
	} catch {
		return [];
	}
}

/** Bounded, because in a shared folder anyone may have created a million files. */
function namesIn(path: string): readonly string[] {
	const folder = opendirSync(path, {bufferSize: 1024});
	const names: string[] = [];
	try {
		for (let entry = folder.readSync(); entry !== null && names.length < mostNames; entry = folder.readSync()) {
			names.push(entry.name);
		}
	} finally {
		folder.closeSync();
	}
	return names;
}

function openQuietly(path: string): number | undefined {
	try {
		// Don't block: it may be a FIFO.
		return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch {
		return undefined;
	}
}

function formOf(fd: number): Sibling['form'] {
	const head = new Uint8Array(2);
	readSync(fd, head, 0, 2, 0);
	const [first, second] = head;
	if (first === 0x1f && second === 0x8b) {
		return 'gzip';
	}
	const isOther = (first === 0x28 && second === 0xb5) || (first === 0x42 && second === 0x5a) || (first === 0xfd && second === 0x37);
	return isOther ? 'compressed' : 'plain';
}

const compare = <T extends bigint | number>(a: T, b: T): number => (a < b ? -1 : Number(a > b));
