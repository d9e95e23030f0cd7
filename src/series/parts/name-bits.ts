const bitsOfWord = 52; // integers in a double

/** How many cells a set of that many names needs. */
export const wordsFor = (names: number): number => Math.ceil(names / bitsOfWord);

/** Writes a set of name numbers into the cells from `at` on, one bit each. */
export function setBits(cells: Float64Array, at: number, words: number, numbers: Iterable<number>): void {
	cells.fill(0, at, at + words);
	for (const number of numbers) {
		if (!hasBit(cells, at, number)) {
			const word = at + Math.floor(number / bitsOfWord);
			cells[word] = (cells[word] ?? 0) + 2 ** (number % bitsOfWord);
		}
	}
}

export function hasBit(cells: Float64Array, at: number, number: number): boolean {
	return Math.floor((cells[at + Math.floor(number / bitsOfWord)] ?? 0) / 2 ** (number % bitsOfWord)) % 2 === 1;
}

/** The numbers in a set. */
export function bitsOf(cells: Float64Array, at: number, words: number): number[] {
	const numbers: number[] = [];
	for (let word = 0; word < words; word++) {
		for (let rest = cells[at + word] ?? 0, number = word * bitsOfWord; rest > 0; rest = Math.floor(rest / 2), number++) {
			if (rest % 2 === 1) {
				numbers.push(number);
			}
		}
	}
	return numbers;
}
