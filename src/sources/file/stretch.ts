import type {Buffer} from 'node:buffer';
import {readAt} from './read-at.ts';

/** The lines of a file that begin in `[from, to)`, both in bytes. Adjacent stretches hold every line exactly once. */
export type Stretch = {readonly from: number; readonly to: number};

const lineFeed = 0x0a;
const firstBytes = 32 * 1024; // of a file; a small first read puts something on the screen sooner

/**
The bytes of a stretch, from the start of its first line to the end of its last one.

@param buffer - Memory to read into, piece by piece.
@yields A chunk whose memory is reused for the next one.
@throws SourceError
*/
export function* readStretch(
	{fd, path}: {readonly fd: number; readonly path: string},
	{from, to}: Stretch,
	buffer: Buffer,
): Generator<Buffer> {
	let isInside = from === 0;
	let position = Math.max(0, from - 1); // a newline there means a line begins at `from`
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
