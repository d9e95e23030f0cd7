import type {Buffer} from 'node:buffer';
import type {LineMatcher} from '../line-matcher.ts';
import type {LogRow} from '../row.ts';
import type {BlockScan} from '../scan/block-scan.ts';
import type {Block} from './block.ts';
import type {LineIndex} from './line-index.ts';
import {rawLinesOf} from './raw-lines-of.ts';

export type MatchingLines = {
	/** Each with its newline, if it has one. */
	readonly lines: ReadonlyArray<Iterable<Buffer>>;
	/** Lines that are gone and may have matched. */
	readonly lostLines: number;
	/** 0..1: how much of the log has been processed. */
	readonly share: number;
};

type Search = {
	readonly index: LineIndex;
	/** `undefined` when every line that is not blank matches. */
	readonly matcher: LineMatcher | undefined;
	readonly scan: BlockScan | undefined;
	readonly read: (block: Block) => readonly LogRow[];
};

/**
The matching lines, byte for byte, a block at a time, among all lines that were entered when this began. Between blocks,
lines may be added and blocks may be dropped.
*/
export function* matchingLines(search: Search): Generator<MatchingLines> {
	const {index} = search;
	const start = index.firstIndex;
	const end = index.endIndex;
	let next = start;
	while (next < end) {
		const block = index.blocks[index.find(next)];
		const from = Math.max(next, block?.firstIndex ?? end);
		const until = Math.min(end, block === undefined ? end : block.firstIndex + block.lines);
		const {lines, lostLines} =
			block === undefined || until <= from
				? {lines: [], lostLines: 0}
				: linesOf(block, from - block.firstIndex, until - block.firstIndex, search);
		yield {lines, lostLines: lostLines + from - next, share: (Math.max(until, from) - start) / (end - start)};
		next = Math.max(until, from, next + 1);
	}
}

function linesOf(block: Block, from: number, until: number, {matcher, scan, read}: Search): Pick<MatchingLines, 'lines' | 'lostLines'> {
	const isWhole = from === 0 && until === block.lines;
	const found = isWhole ? scan?.lines(block) : undefined;
	if (found !== undefined) {
		return {lines: found.map(line => [line]), lostLines: 0};
	}
	if (scan?.count(block) === 0) {
		return {lines: [], lostLines: 0};
	}
	const raw = rawLinesOf(block);
	const isMatch = matcher === undefined ? undefined : matchesOf(read(block), matcher);
	const lines: Array<Iterable<Buffer>> = [];
	let lostLines = 0;
	for (let position = from; position < until; position++) {
		const line = raw[position];
		if (line === undefined) {
			lostLines++;
		} else if (isMatch === undefined ? !isBlank(line) : isMatch[position] === true) {
			lines.push(line);
		}
	}
	return {lines, lostLines};
}

function matchesOf(rows: readonly LogRow[], matcher: LineMatcher): readonly boolean[] {
	return rows.map(({parsed, text, timeMs}) => matcher.matchesLine(parsed, text, timeMs));
}

/** The parser's definition: nothing but white space. */
function isBlank(line: Iterable<Buffer>): boolean {
	const [bytes] = line;
	const isPrinted = bytes?.subarray(0, 64).some(byte => byte > 0x20 && byte < 0x7f);
	return isPrinted !== true && bytes?.toString().trim() === '';
}
