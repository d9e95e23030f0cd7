/**
Rounds to a number of decimals as Python's `round(value, digits)` does: to the nearest, a value exactly between two goes to the even digit.

`toFixed` alone rounds such a value up: 0.25 with one decimal is 0.2 here and in Python, and `'0.3'` there.
*/
export function round(value: number, digits: number): number {
	if (!Number.isFinite(value)) {
		return value;
	}
	return isTie(value, digits) ? evenNeighbour(value, digits) : Number(value.toFixed(digits));
}

/** Of all ties between two decimals only odd multiples of 2^-(digits+1) can be held by a double, all others are a little off and have a nearest. */
function isTie(value: number, digits: number): boolean {
	const halves = value * 2 ** (digits + 1);
	return Number.isInteger(halves) && Math.abs(halves % 2) === 1;
}

function evenNeighbour(value: number, digits: number): number {
	const below = Math.floor(value * 10 ** digits);
	return (below % 2 === 0 ? below : below + 1) / 10 ** digits;
}
