import type {Buffer} from 'node:buffer';
import type {Block, BlockSegment} from './block.ts';
import {longestBlockBytes} from './line-index.ts';

const lineFeed = 0x0a;

/**
The lines of a block byte for byte, including newlines, each at its position. A line that is too long for memory comes
in pieces.

@returns `undefined` at the position of a line that is gone.
*/
export function rawLinesOf(block: Block): ReadonlyArray<Iterable<Buffer> | undefined> {
	const [first] = block.segments;
	if (first !== undefined && block.lines === 1 && block.byteLength > longestBlockBytes) {
		return [{[Symbol.iterator]: () => piecesOf(first)}];
	}
	const lines = block.segments.map(({store, offset, byteLength, lines: count}) =>
		linesIn(store.read(offset, byteLength), byteLength, count),
	);
	const next = block.segments.map(() => 0);
	return Array.from({length: block.lines}, (_, position) => {
		const at = block.order?.[position] ?? 0;
		const line = lines[at]?.[next[at] ?? 0];
		next[at] = (next[at] ?? 0) + 1;
		return line && [line];
	});
}

function linesIn(bytes: Buffer, byteLength: number, count: number): readonly Buffer[] {
	const lines: Buffer[] = [];
	for (let start = 0; bytes.length === byteLength && lines.length < count && start < bytes.length; ) {
		const found = bytes.indexOf(lineFeed, start);
		const end = found === -1 ? bytes.length : found + 1;
		lines.push(bytes.subarray(start, end));
		start = end;
	}
	return lines;
}

function* piecesOf({store, offset, byteLength}: BlockSegment): Generator<Buffer> {
	for (let at = 0; at < byteLength; at += longestBlockBytes) {
		yield store.read(offset + at, Math.min(longestBlockBytes, byteLength - at));
	}
}
