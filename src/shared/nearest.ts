import {plainName} from './plain-name.ts';

/**
The candidate that a mistyped word most likely meant. Ignores case, `_`, `-` and `.`.

@returns `undefined` when no candidate is close: more than a third of the letters would have to change (one change is
always allowed), and neither word is a prefix of the other.
*/
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	const typed = plain(word);
	let best: string | undefined;
	let fewest = Number.POSITIVE_INFINITY;
	for (const candidate of candidates) {
		const name = plain(candidate);
		const edits = editDistance(typed, name);
		const mayDiffer = Math.max(1, Math.floor(Math.max(typed.length, name.length) / 3));
		if (edits < fewest && (edits <= mayDiffer || isBeginning(typed, name) || isBeginning(name, typed))) {
			best = candidate;
			fewest = edits;
		}
	}
	return best;
}

/** ` (did you mean warn?)`, or an empty text. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
	const found = nearest(word, candidates);
	return found === undefined ? '' : ` (did you mean ${found}?)`;
}

const longestName = 64; // keeps a hostile name from costing its length squared
const plain = (name: string): string => plainName(name.slice(0, longestName));
const leastBeginning = 3;
const isBeginning = (start: string, whole: string): boolean => start.length >= leastBeginning && whole.startsWith(start);

/**
Single-letter edits between two words: insert, delete, replace, or swap with the neighbour (optimal string alignment).
*/
function editDistance(from: string, to: string): number {
	let beforePrevious: readonly number[] = [];
	let previous: readonly number[] = Array.from({length: to.length + 1}, (_, index) => index);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const isSame = from[row - 1] === to[column - 1];
			const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current[column] = Math.min(
				at(previous, column) + 1,
				at(current, column - 1) + 1,
				at(previous, column - 1) + (isSame ? 0 : 1),
				isSwap ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
			);
		}
		beforePrevious = previous;
		previous = current;
	}
	return at(previous, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
