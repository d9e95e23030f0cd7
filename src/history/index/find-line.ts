import {setImmediate as nextTurn} from 'node:timers/promises';
import type {LineMatcher} from '../line-matcher.ts';
import type {FindRequest, LogRow} from '../row.ts';
import type {BlockScan} from '../scan/block-scan.ts';
import type {Block} from './block.ts';
import type {LineIndex} from './line-index.ts';

/** A search goes on for so long before other work gets its turn. */
export const sliceMs = 10;

/** Where to search, and for what. */
type Search = {
	readonly index: LineIndex;
	readonly matcher: LineMatcher | undefined;
	/** Counts matches without reading the lines, where that is possible. */
	readonly scan: BlockScan | undefined;
	read(block: Block): readonly LogRow[];
	now(): number;
};

/**
Finds the next matching line.

@param goesOn - Called now and then.
*/
export async function findLine(
	{index, matcher, scan, read, now}: Search,
	{from, direction}: Omit<FindRequest, 'filter'>,
	goesOn: () => boolean,
): Promise<number | undefined> {
	const step = direction === 'down' ? 1 : -1;
	const start = from === 'end' ? index.endIndex : from;
	let sliceEnd = now() + sliceMs;
	let at = index.find(start);
	for (let block = index.blocks[at]; block !== undefined && goesOn(); block = index.blocks[at]) {
		const rows =
			scan?.count(block) === 0
				? []
				: read(block).filter(row => (direction === 'down' ? row.index > start : row.index < start) && isMatch(matcher, row));
		const found = direction === 'down' ? rows[0] : rows.at(-1);
		if (found !== undefined) {
			return found.index;
		}
		const {firstIndex} = block;
		if (now() > sliceEnd) {
			await nextTurn();
			sliceEnd = now() + sliceMs;
			at = index.find(firstIndex);
		}
		at += step;
	}
	return undefined;
}

export function isMatch(matcher: LineMatcher | undefined, {parsed, text, timeMs}: LogRow): boolean {
	return matcher === undefined ? parsed.type !== 'blank' : matcher.matchesLine(parsed, text, timeMs);
}
