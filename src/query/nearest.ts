/**
The candidate that a mistyped word most likely meant.

@returns `undefined` where none is near: more than a third of the word would have to change (at least one letter may).
*/
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	const typed = word.slice(0, longestWord).toLowerCase();
	let best: string | undefined;
	let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
	for (const candidate of candidates) {
		const found = distance(typed, candidate.toLowerCase());
		if (found < bestDistance) {
			best = candidate;
			bestDistance = found;
		}
	}
	return best;
}

/** ` (did you mean warn?)`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
	const found = nearest(word, candidates);
	return found === undefined ? '' : ` (did you mean ${found}?)`;
}

const longestWord = 64;

/** Edits of one letter between two words: inserted, left out, replaced, or swapped with its neighbour (optimal string alignment). */
function distance(left: string, right: string): number {
	let before: number[] = [];
	let previous = Array.from({length: right.length + 1}, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const same = left[row - 1] === right[column - 1];
			let least = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + (same ? 0 : 1));
			if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
				least = Math.min(least, at(before, column - 2) + 1);
			}
			current.push(least);
		}
		before = previous;
		previous = current;
	}
	return at(previous, right.length);
}

function at(row: readonly number[], index: number): number {
	return row[index] ?? Number.POSITIVE_INFINITY;
}
