import process from 'node:process';

/**
How fast the tests' producers write: TEST_PACE=100 makes them a hundred times as fast, 0.1 ten times as slow. No test
may depend on it.
*/
export const pace = Number(process.env.TEST_PACE ?? 1);

const cell = new Int32Array(new SharedArrayBuffer(4));

/** How long a producer waits before it continues writing. */
export function pause(ms: number): void {
	Atomics.wait(cell, 0, 0, ms / pace);
}
