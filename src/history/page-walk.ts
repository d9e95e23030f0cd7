import type {Block} from './index/block.ts';
import type {LogRow, PageRequest, RowPage} from './row.ts';

/** The matching lines, block by block. */
export type Matches = {
	readonly blocks: readonly Block[];
	/** How many lines of a block match. `undefined` when there is no time left to count them. */
	count(block: Block): number | undefined;
	/** Those lines. */
	rows(block: Block): readonly LogRow[];
	/** The index in `blocks` of the block that holds a line. */
	find(index: number): number;
};

/** A position after the first `rank` matches of a block. */
type Position = {block: number; rank: number};

export type PageRows = Pick<RowPage, 'rows' | 'after'>;

/**
The rows of a page, found by walking from its anchor over the counts of the blocks. A block that could not be counted in
time ends the walk.
*/
export function pageRows(matches: Matches, request: PageRequest): PageRows {
	if (matches.blocks.length === 0 || request.count < 1) {
		return {rows: [], after: 0};
	}
	const end = lastOfPage(matches, request);
	const rows = [...upTo(matches, end, request.count)];
	if (rows.length < request.count) {
		rows.push(...after(matches, end, request.count - rows.length));
	}
	return {rows, after: countAfter(matches, end)};
}

function lastOfPage(matches: Matches, {anchor, offset, count}: PageRequest): Position {
	const {blocks} = matches;
	switch (anchor) {
		case 'start': {
			const position = {block: 0, rank: 0};
			move(matches, position, count + offset);
			return position;
		}
		case 'end': {
			const position = {block: blocks.length - 1, rank: countAt(matches, blocks.length - 1) ?? 0};
			move(matches, position, offset);
			return position;
		}
		default: {
			const block = matches.find(anchor);
			const held = blocks[block];
			const position = {block, rank: held === undefined ? 0 : matches.rows(held).filter(({index}) => index <= anchor).length};
			move(matches, position, offset);
			return position;
		}
	}
}

/** Moves a position over matches, down for a positive number, up for a negative one, until there are no more. */
function move(matches: Matches, position: Position, by: number): void {
	let left = Math.abs(by);
	while (left > 0) {
		const room = by < 0 ? position.rank : (countAt(matches, position.block) ?? 0) - position.rank;
		const next = position.block + Math.sign(by);
		const step = Math.min(left, room);
		position.rank += Math.sign(by) * step;
		left -= step;
		if (left === 0) {
			return;
		}
		const nextCount = countAt(matches, next);
		if (nextCount === undefined) {
			return;
		}
		position.block = next;
		position.rank = by < 0 ? nextCount : 0;
	}
}

/** The last `count` matches up to a position, in order. */
function upTo(matches: Matches, end: Position, count: number): readonly LogRow[] {
	const pieces: Array<readonly LogRow[]> = [];
	let left = count;
	for (let at = end.block; at >= 0 && left > 0; at--) {
		const held = matches.blocks[at];
		const total = countAt(matches, at);
		if (held === undefined || total === undefined) {
			break;
		}
		const upper = at === end.block ? end.rank : total;
		if (upper > 0) {
			const piece = matches.rows(held).slice(Math.max(0, upper - left), upper);
			pieces.unshift(piece);
			left -= piece.length;
		}
	}
	return pieces.flat();
}

/** The next `count` matches after a position. Moves the position past them. */
function after(matches: Matches, end: Position, count: number): readonly LogRow[] {
	const rows: LogRow[] = [];
	for (let held = matches.blocks[end.block]; held !== undefined; held = matches.blocks[end.block]) {
		const total = countAt(matches, end.block);
		if (total === undefined) {
			break;
		}
		if (total > end.rank) {
			const piece = matches.rows(held).slice(end.rank, end.rank + count - rows.length);
			rows.push(...piece);
			end.rank += piece.length;
		}
		if (rows.length >= count || countAt(matches, end.block + 1) === undefined) {
			break;
		}
		end.block++;
		end.rank = 0;
	}
	return rows;
}

function countAfter(matches: Matches, end: Position): number {
	let count = Math.max(0, (matches.blocks[end.block]?.matched ?? 0) - end.rank);
	for (let at = end.block + 1; at < matches.blocks.length; at++) {
		count += matches.blocks[at]?.matched ?? 0;
	}
	return count;
}

function countAt(matches: Matches, at: number): number | undefined {
	const block = matches.blocks[at];
	return block === undefined ? undefined : matches.count(block);
}
