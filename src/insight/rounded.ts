/** To so many decimals: a sum of fractions is not to be told as 310.19800000000004. */
export function roundedTo(value: number, decimals: number): number {
	const factor = 10 ** decimals;
	return Math.round(value * factor) / factor;
}
