import type {Block} from './index/block.ts';
import type {LogRow} from './row.ts';

/**
The last line at or before a time, using the times that lines have or inherit. If times go backwards, any line whose
next line is later.

@param rowsOf - The lines of a block.
@returns Its index. `undefined` when every line is later.
*/
export function lineAt(blocks: readonly Block[], rowsOf: (block: Block) => readonly LogRow[], timeMs: number): number | undefined {
	let low = 0;
	let high = blocks.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((blocks[middle]?.timeMs ?? Number.NEGATIVE_INFINITY) <= timeMs) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (let at = low - 1; at >= 0; at--) {
		const block = blocks[at];
		const row = block && rowsOf(block).findLast(row => row.timeMs !== undefined && row.timeMs <= timeMs);
		if (row !== undefined) {
			return row.index;
		}
	}
	return undefined;
}
