import {Buffer} from 'node:buffer';
import {readAt} from './read-at.ts';

/** The lines of a file that begin in [from, to), bytes both. The stretches of a file that follow each other have all of its lines, each once. */
export type Stretch = {readonly from: number; readonly to: number};

const lineFeed = 0x0a;
const chunkBytes = 1024 * 1024;
const firstBytes = 32 * 1024; // of a file: soon there, soon on the screen

/**
The bytes of a stretch, from the start of its first line to the end of its last one.

@yields A chunk whose memory is used again for the next one.
@throws SourceError
*/
export function* readStretch({fd, path}: {readonly fd: number; readonly path: string}, {from, to}: Stretch): Generator<Buffer> {
	const buffer = Buffer.allocUnsafeSlow(chunkBytes);
	let isInside = from === 0;
	let position = Math.max(0, from - 1); // a newline there: a line begins at `from`
	for (;;) {
		const count = readAt(fd, position === 0 ? buffer.subarray(0, firstBytes) : buffer, position, path);
		const chunk = buffer.subarray(0, count);
		const start = isInside ? 0 : chunk.indexOf(lineFeed) + 1;
		isInside ||= start > 0;
		if (count === 0 || (isInside ? position + start >= to && start > 0 : position + count >= to)) {
			return;
		}
		const last = isInside ? chunk.indexOf(lineFeed, Math.max(start, to - 1 - position)) : -1;
		if (isInside && start < count) {
			yield chunk.subarray(start, last === -1 ? count : last + 1);
		}
		if (last !== -1) {
			return;
		}
		position += count;
	}
}

/**
Cuts a file into stretches for so many threads, each of which takes the next one when it is done with one: a large one for each first, then ever smaller ones, so that
all are done at about the same time (Hummel, Schonberg and Flynn, Factoring, 1992). The first rounds are as large as may be, since what each says is to be put together.
The last one has what is written meanwhile, too.
*/
export function stretchesOf(
	sizeBytes: number,
	{threads, leastBytes, mostBytes}: {readonly threads: number; readonly leastBytes: number; readonly mostBytes: number},
): readonly Stretch[] {
	const stretches: Stretch[] = [];
	let share = 0;
	for (let from = 0; from < sizeBytes || from === 0; ) {
		if (stretches.length % threads === 0) {
			share = Math.ceil((sizeBytes - from) / (1.15 * threads)); // the rest is left to even out what some are slower
		}
		const to = from + Math.min(mostBytes, Math.max(leastBytes, share));
		stretches.push({from, to: to < sizeBytes ? to : Number.POSITIVE_INFINITY});
		from = to;
	}
	return stretches;
}
