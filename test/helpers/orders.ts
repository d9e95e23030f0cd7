/** Permutations of 0 to `length` - 1: the orders in which the times of a log may come. */
export const orders: Readonly<Record<string, (length: number) => Iterable<number>>> = {
	'in order': upTo,
	'newest first': length => upTo(length).reverse(),
	shuffled,
	'a sawtooth': length => blocksOf(length).flatMap(block => block.reverse()),
	'blocks in order, the newest block first': length => blocksOf(length).reverse().flat(),
	'two clocks by turns, one running back': length =>
		upTo(Math.ceil(length / 2)).flatMap(step => (step === length - 1 - step ? [step] : [step, length - 1 - step])),
	'two clocks by turns, one half ahead': length =>
		upTo(Math.ceil(length / 2)).flatMap(step => [step, step + Math.ceil(length / 2)].filter(number => number < length)),
	'one of a hundred late': length => {
		const isLate = (number: number) => number % 100 === 7;
		return upTo(length + 1000).flatMap(number => [
			...(number < length && !isLate(number) ? [number] : []),
			...(number >= 1000 && isLate(number - 1000) ? [number - 1000] : []),
		]);
	},
};

function upTo(length: number): number[] {
	return Array.from({length}, (_, index) => index);
}

function blocksOf(length: number): number[][] {
	return Array.from({length: Math.ceil(length / 1000)}, (_, block) => upTo(length).slice(block * 1000, (block + 1) * 1000));
}

/** Fisher-Yates shuffle with its own generator, so the same every time. */
function shuffled(length: number): number[] {
	const numbers = upTo(length);
	let seed = 1;
	for (let index = length - 1; index > 0; index--) {
		seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
		const other = seed % (index + 1);
		const number = numbers[index] ?? 0;
		numbers[index] = numbers[other] ?? 0;
		numbers[other] = number;
	}
	return numbers;
}
