/**
The name that was probably meant: the fewest edits away (Damerau-Levenshtein, restricted: a swap of neighbours is one edit), compared without case, `_` and `-`.

@returns `undefined` where none is near: more than a third of its letters would be wrong, and neither is the other's beginning.
*/
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
	const from = plain(wrong);
	let nearest: {readonly name: string; readonly edits: number} | undefined;
	for (const name of names) {
		const to = plain(name);
		const isBeginning = from.length >= 3 && to.length >= 3 && (to.startsWith(from) || from.startsWith(to));
		const edits = editDistance(from, to);
		const isNear = isBeginning || edits <= Math.ceil(Math.max(from.length, to.length) / 3);
		if (isNear && (nearest === undefined || edits < nearest.edits)) {
			nearest = {name, edits};
		}
	}
	return nearest?.name;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[_-]/g, '').slice(0, maxLength);
const maxLength = 64; // keeps a hostile name from costing its length squared

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

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
