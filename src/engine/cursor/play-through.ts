import type {Timeline} from '../../series/parts/timeline.ts';

type Stretch = {
	readonly fromMs: number;
	/** How much event time to play. */
	readonly byMs: number;
	/** The end of the log, or now in a live log. */
	readonly endMs: number;
	readonly stepMs: number;
	/** Longer stretches without events are skipped. */
	readonly silenceMs: number;
};

/**
Where playing for a while leads, skipping long stretches of empty buckets.

@returns `toMs` is at most `endMs`; `skippedMs` is how much silence was skipped on the way.
*/
export function playThrough(
	timeline: Timeline,
	{fromMs, byMs, endMs, stepMs, silenceMs}: Stretch,
): {readonly toMs: number; readonly skippedMs: number} {
	const bucket = Math.floor(fromMs / stepMs);
	let toMs = fromMs + byMs;
	let skippedMs = 0;
	// A bucket is shown as a whole, so silence starts at its end.
	let quietFromMs = (bucket + 1) * stepMs;
	for (let index = timeline.countThrough(bucket); quietFromMs <= toMs && quietFromMs < endMs; index++) {
		const nextMs = index < timeline.size ? Math.min(timeline.bucketAt(index) * stepMs, endMs) : endMs;
		if (nextMs - quietFromMs > silenceMs) {
			skippedMs += nextMs - quietFromMs;
			toMs += nextMs - quietFromMs;
		}
		quietFromMs = nextMs + stepMs;
	}
	return {toMs: Math.min(toMs, endMs), skippedMs};
}
