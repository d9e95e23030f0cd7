/** A source of random numbers determined by a seed. */
export type Random = {
	/** 0 <= x < 1 */
	readonly uniform: () => number;
	/** Normally distributed. */
	readonly normal: (mean: number, deviation: number) => number;
	/** An integer, 0 <= n < limit. */
	readonly below: (limit: number) => number;
};

/** mulberry32 (Tommy Ettinger): 32 bits of state, good enough for test data. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	const uniform = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		uniform,
		below: limit => Math.floor(uniform() * limit),
		// Box-Muller transform: two uniform numbers give one normal.
		normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
	};
}
