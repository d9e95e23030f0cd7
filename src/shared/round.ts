/**
Rounds to a number of decimals like Python's `round(value, digits)`: to nearest, ties to even.

`toFixed` alone rounds ties up: 0.25 with one decimal is 0.2 here and in Python, but `'0.3'` there.
*/
export function round(value: number, digits: number): number {
	if (!Number.isFinite(value)) {
		return value;
	}
	return isTie(value, digits) ? evenNeighbour(value, digits) : Number(value.toFixed(digits));
}

/**
A double can hold only those ties that are odd multiples of 2^-(digits+1). Any other tie is slightly off and has a
nearest.
*/
function isTie(value: number, digits: number): boolean {
	const halves = value * 2 ** (digits + 1);
	return Number.isInteger(halves) && Math.abs(halves % 2) === 1;
}

function evenNeighbour(value: number, digits: number): number {
	const below = Math.floor(value * 10 ** digits);
	return (below % 2 === 0 ? below : below + 1) / 10 ** digits;
}
