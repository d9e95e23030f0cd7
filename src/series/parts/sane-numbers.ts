const largest = 1e15; // as milliseconds, over 30,000 years
const smallest = 1e-9; // sums and quotients of values within the limits stay finite

/**
A count, a duration or a rate, if it is plausible: not negative, not absurdly large. Anything else is treated as
missing.
*/
export function amount(value: number | undefined): number | undefined {
	if (value === undefined || !(value >= 0 && value <= largest)) {
		return undefined;
	}

	return value < smallest ? 0 : value;
}

/** A ratio, 0..1. */
export function ratio(value: number | undefined): number | undefined {
	return value !== undefined && value >= 0 && value <= 1 ? value : undefined;
}

/** Records per second. `undefined` when the time is unknown or too short to measure. */
export function rateOf(records: number | undefined, elapsedMs: number | undefined): number | undefined {
	return records === undefined || elapsedMs === undefined || elapsedMs === 0 ? undefined : amount((records * 1000) / elapsedMs);
}

/** Hits divided by all lookups. */
export function hitRateOf(hits: number | undefined, misses: number | undefined): number | undefined {
	return hits === undefined || misses === undefined || hits + misses === 0 ? undefined : hits / (hits + misses);
}
