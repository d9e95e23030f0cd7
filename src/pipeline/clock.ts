/**
The time of a pipeline: one clock stamps its lines, measures its stages, lets its circuits cool down and its caches' entries grow old, so that a simulated night is as consistent as a real one.
*/
export type Clock = {
	/** Epoch milliseconds: what a line is stamped with. */
	readonly epochMs: () => number;
	/** Milliseconds since any moment, with a fraction; never goes back, whatever is done to the machine's clock. Durations are differences of these. */
	readonly monotonicMs: () => number;
	/** How many milliseconds must really be waited for `durationMs` to pass on this clock: a simulated clock moves on by itself and says 0. */
	readonly waitMs: (durationMs: number) => number;
};

export const systemClock: Clock = {
	epochMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	waitMs: durationMs => durationMs,
};
