import type {Clock} from '../src/pipeline/index.ts';

/**
A clock that advances only when something waits: a night passes as fast as the pipeline can work, and a seed gives the
same times in every run.
*/
export function simulatedClock(startMs: number): Clock {
	let elapsedMs = 0;
	return {
		epochMs: () => startMs + elapsedMs,
		monotonicMs: () => elapsedMs,
		waitMs: durationMs => {
			elapsedMs += durationMs;
			return 0;
		},
	};
}
