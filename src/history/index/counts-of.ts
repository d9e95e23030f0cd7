import type {RowPage} from '../row.ts';
import type {Block} from './block.ts';

/** How many lines match, out of how many, and how much was searched for them. */
export function countsOf(blocks: readonly Block[]): Pick<RowPage, 'matched' | 'total' | 'searched'> {
	let matched = 0;
	let total = 0;
	let lines = 0;
	let searchedLines = 0;
	for (const block of blocks) {
		lines += block.lines;
		total += block.filled;
		if (block.matched !== undefined) {
			matched += block.matched;
			searchedLines += block.lines;
		}
	}
	return {matched, total, searched: lines === 0 ? 1 : searchedLines / lines};
}
