/** Rows that moved as a block: what was in `from..to` is now `by` rows higher (lower if negative). */
export type Scroll = {readonly from: number; readonly to: number; readonly by: number};

const minSavedRows = 3; // for fewer, rewriting costs no more than scrolling

/**
Finds the block of rows whose move saves the most rewriting, as when a log gets new lines. Blank rows are cheap and
don't count.

@param before - The lines on the screen.
@param after - The wanted lines, just as many.
*/
export function findScroll(before: readonly string[], after: readonly string[]): Scroll | undefined {
	let best: Scroll | undefined;
	let bestSaved = minSavedRows - 1;
	for (const by of likelyMoves(before, after)) {
		let start = 0;
		let saved = 0;
		for (let row = 0; row <= after.length; row++) {
			if (row < after.length && after[row] === before[row + by]) {
				saved += after[row] === before[row] || after[row] === '' ? 0 : 1;
				continue;
			}
			if (saved > bestSaved) {
				best = {from: start + by, to: row - 1 + by, by};
				bestSaved = saved;
			}
			start = row + 1;
			saved = 0;
		}
	}
	return best;
}

/** The distances by which enough changed rows have moved, as a block or not. Usually there are none, and never many. */
function likelyMoves(before: readonly string[], after: readonly string[]): readonly number[] {
	const places = Map.groupBy(before.keys(), row => before[row] ?? '');
	const moved = new Map<number, number>();
	for (const [row, line] of after.entries()) {
		for (const place of line === '' || line === before[row] ? [] : (places.get(line) ?? [])) {
			moved.set(place - row, (moved.get(place - row) ?? 0) + 1);
		}
	}
	return [...moved]
		.filter(([, rows]) => rows >= minSavedRows)
		.map(([by]) => by)
		.sort((a, b) => a - b);
}
