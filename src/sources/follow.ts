import {Buffer} from 'node:buffer';
import {closeSync, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {FileIdentity} from './file-identity.ts';
import {birthOf, openSiblingsBetween} from './rotated-siblings.ts';
import {isCode, sourceFailure} from './source-failure.ts';
import {Waker} from './waker.ts';

/** One file that had, or has, the followed name. Each is read from its own start, with its own line that may not have ended yet. */
export type FollowedPart = {
	/** Counted from 0. */
	readonly number: number;
	readonly fd: number;
};

export type FollowEvent =
	| {readonly type: 'open'; readonly part: FollowedPart}
	/** The memory of `bytes` is used again for the next ones. */
	| {readonly type: 'bytes'; readonly part: FollowedPart; readonly bytes: Buffer}
	/**
	Nothing more comes from the part. `rotated`: another file has its name, and a last line without a newline is whole; its file descriptor is the caller's from
	here on, to read back from and to close. `truncated`: what it held is gone, and such a line with it; its file descriptor is the next part's.
	*/
	| {readonly type: 'close'; readonly part: FollowedPart; readonly reason: 'rotated' | 'truncated'}
	/** All that is there was read. */
	| {readonly type: 'idle'};

export type Following = {
	readonly signal: AbortSignal;
	/** One line for the user: `waiting for PATH`, `PATH was truncated`. */
	readonly onNotice: (notice: string) => void;
	/** How long a file is still looked at after another one took its name. 5000 by default: a writer may not have noticed. */
	readonly lateWriteMs?: number;
};

const chunkBytes = 256 * 1024;
const defaultLateWriteMs = 5000;

type OpenPart = FollowedPart & {readonly identity: FileIdentity; offset: number; lastChangeMs: number; lastSeen: string};

/**
`tail -F` from the first line on. A look at the file's size and identity drives it, 1 to 250 ms apart; the file system's own events only make the next look
come sooner, so network file systems and full watch tables do no harm.

@throws SourceError when what stands there is no file or can't be read. A missing file is waited for.
*/
export async function* followFile(
	path: string,
	{signal, onNotice, lateWriteMs = defaultLateWriteMs}: Following,
): AsyncGenerator<FollowEvent> {
	const waker = new Waker(path, signal);
	const buffer = Buffer.allocUnsafeSlow(chunkBytes);
	let current: OpenPart | undefined;
	let rotated: OpenPart[] = [];
	const seen = new Set<string>();
	let parts = 0;
	let missing = false;
	try {
		while (!signal.aborted) {
			if (current !== undefined && wasRewritten(current)) {
				onNotice(`${path} was truncated: reading it from its start (lines written in between may be missing)`);
				yield {type: 'close', part: current, reason: 'truncated'};
				current = openPart(current.fd, parts++);
				yield {type: 'open', part: current};
			}
			let progress = false;
			for (const part of current === undefined ? rotated : [...rotated, current]) {
				const before = part.offset;
				yield* bytesOf(part, buffer, signal);
				progress ||= part.offset > before;
			}
			const stat = statOrMissing(path);
			if (stat === undefined) {
				if (!missing) {
					onNotice(current === undefined ? `waiting for ${path}` : `${path} vanished: waiting for it to come back`);
				}
				missing = true;
			} else if (current === undefined || !current.identity.isSameFile(stat)) {
				const fd = openOrMissing(path);
				if (fd !== undefined) {
					const birth = birthOf(fd);
					if (current !== undefined) {
						rotated.push(current);
						current.lastChangeMs = performance.now();
						yield* bytesOf(current, buffer, signal);
						for (const sibling of openSiblingsBetween(path, {fd: current.fd, birth: birthOf(current.fd)}, birth, seen)) {
							seen.add(birthOf(sibling).key);
							const part = openPart(sibling, parts++);
							rotated.push(part);
							yield {type: 'open', part};
							yield* bytesOf(part, buffer, signal);
						}
					}
					seen.add(birth.key);
					if (missing) {
						onNotice(`${path} is there`);
					}
					missing = false;
					current = openPart(fd, parts++);
					yield {type: 'open', part: current};
					progress = true;
				}
			}
			const nowMs = performance.now();
			for (const part of rotated.filter(({lastChangeMs}) => nowMs - lastChangeMs >= lateWriteMs)) {
				rotated = rotated.filter(other => other !== part);
				yield {type: 'close', part, reason: 'rotated'};
			}
			if (progress) {
				waker.reset();
			} else {
				yield {type: 'idle'};
				await waker.wait();
			}
		}
	} finally {
		waker.close();
		for (const part of current === undefined ? rotated : [...rotated, current]) {
			closePart(part);
		}
	}
}

function* bytesOf(part: OpenPart, buffer: Buffer, signal: AbortSignal): Generator<FollowEvent> {
	for (let bytes = readOn(part, buffer); bytes !== undefined && !signal.aborted; bytes = readOn(part, buffer)) {
		yield {type: 'bytes', part, bytes};
	}
}

/** The next bytes of a part; `undefined` at its end. */
function readOn(part: OpenPart, buffer: Buffer): Buffer | undefined {
	const count = readSync(part.fd, buffer, 0, buffer.length, part.offset);
	if (count === 0) {
		return undefined;
	}
	part.offset += count;
	part.lastChangeMs = performance.now();
	part.identity.readTo(part.offset);
	return buffer.subarray(0, count);
}

/** Shorter than what was read, or another start: somebody emptied it. */
function wasRewritten(part: OpenPart): boolean {
	const {size, mtimeNs, ctimeNs} = fstatSync(part.fd, {bigint: true});
	const seen = `${size} ${mtimeNs} ${ctimeNs}`;
	if (seen === part.lastSeen) {
		return false;
	}
	part.lastSeen = seen;
	return size < part.offset || !part.identity.hasSameStart();
}

function openPart(fd: number, number: number): OpenPart {
	return {number, fd, identity: new FileIdentity(fd), offset: 0, lastChangeMs: performance.now(), lastSeen: ''};
}

const missingCodes = ['ENOENT', 'ENOTDIR', 'ESTALE'];

function statOrMissing(path: string) {
	try {
		const stat = statSync(path, {bigint: true});
		if (!stat.isFile()) {
			throw Object.assign(new Error(path), {
				code: stat.isDirectory() ? 'EISDIR' : 'a device or a pipe has no end to follow (read it without --follow)',
			});
		}
		return stat;
	} catch (error) {
		if (isCode(error, ...missingCodes)) {
			return undefined;
		}
		throw sourceFailure(path, error);
	}
}

function openOrMissing(path: string): number | undefined {
	try {
		return openSync(path, 'r');
	} catch (error) {
		if (isCode(error, ...missingCodes)) {
			return undefined;
		}
		throw sourceFailure(path, error);
	}
}

/** For a part that was handed over as `rotated`. */
export function closePart(part: FollowedPart): void {
	closeSync(part.fd);
}
