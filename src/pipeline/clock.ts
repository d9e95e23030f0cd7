/**
The clock of a pipeline. It stamps the lines, times the stages, ends the cooldown of circuits and expires cache entries,
so that simulated time is as consistent as real time.
*/
export type Clock = {
	/** Epoch milliseconds, for a line's timestamp. */
	readonly epochMs: () => number;
	/**
	Fractional milliseconds since an arbitrary moment; never goes back, even if the system clock is set. Durations are
	differences between two of these.
	*/
	readonly monotonicMs: () => number;
	/**
	How many real milliseconds it takes for `durationMs` to pass on this clock. A simulated clock advances by itself and
	returns 0.
	*/
	readonly waitMs: (durationMs: number) => number;
};

export const systemClock: Clock = {
	epochMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	waitMs: durationMs => durationMs,
};
