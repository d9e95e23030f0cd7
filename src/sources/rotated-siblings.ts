import {Buffer} from 'node:buffer';
import {closeSync, constants, fstatSync, openSync, readdirSync, readSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';

/** A file as the file system tells it from others, also after it was renamed. */
export type Birth = {readonly key: string; readonly bornNs: bigint};

export function birthOf(fd: number): Birth {
	const {dev, ino, birthtimeNs} = fstatSync(fd, {bigint: true});
	return {key: `${dev}:${ino}:${birthtimeNs}`, bornNs: birthtimeNs};
}

/**
Files that had a followed name for so short a time that nobody looked: their names begin with it, they are not compressed and no copy of the last one, and were made
between two that were seen.

@param last - The file before.
@param to - The one that has the name now.
@param seen - The keys of files that were opened before.
@returns Opened, oldest first. None where the file system doesn't tell when a file was made.
*/
export function openSiblingsBetween(
	path: string,
	last: {readonly fd: number; readonly birth: Birth},
	to: Birth,
	seen: ReadonlySet<string>,
): readonly number[] {
	const from = last.birth;
	if (from.bornNs === 0n || to.bornNs === 0n) {
		return [];
	}
	const found: Array<{readonly fd: number; readonly bornNs: bigint}> = [];
	for (const name of namesBeside(path)) {
		const fd = openQuietly(join(dirname(path), name));
		if (fd === undefined) {
			continue;
		}
		const {key, bornNs} = birthOf(fd);
		const isBetween = bornNs >= from.bornNs && bornNs <= to.bornNs && key !== from.key && key !== to.key && !seen.has(key);
		if (isBetween && fstatSync(fd).isFile() && !isCompressed(fd) && !isCopy(fd, last.fd)) {
			found.push({fd, bornNs});
		} else {
			closeSync(fd);
		}
	}
	return found.sort((a, b) => (a.bornNs < b.bornNs ? -1 : Number(a.bornNs > b.bornNs))).map(({fd}) => fd);
}

function namesBeside(path: string): readonly string[] {
	try {
		return readdirSync(dirname(path)).filter(name => name.startsWith(basename(path)));
	} catch {
		return [];
	}
}

function openQuietly(path: string): number | undefined {
	try {
		// Not blocking: a FIFO may stand there.
		return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch {
		return undefined;
	}
}

function isCompressed(fd: number): boolean {
	const head = new Uint8Array(2);
	readSync(fd, head, 0, 2, 0);
	return (
		(head[0] === 0x1f && head[1] === 0x8b) ||
		(head[0] === 0x28 && head[1] === 0xb5) ||
		(head[0] === 0x42 && head[1] === 0x5a) ||
		(head[0] === 0xfd && head[1] === 0x37)
	);
}

function isCopy(fd: number, otherFd: number): boolean {
	const [start, otherStart] = [fd, otherFd].map(each => {
		const bytes = Buffer.alloc(1024);
		return bytes.subarray(0, readSync(each, bytes, 0, bytes.length, 0));
	});
	const length = Math.min(start?.length ?? 0, otherStart?.length ?? 0);
	return length > 0 && start?.subarray(0, length).equals(otherStart?.subarray(0, length) ?? Buffer.alloc(0)) === true;
}
