import type {Timeline} from '../../series/parts/timeline.ts';

type Stretch = {
	readonly fromMs: number;
	/** Event time to play. */
	readonly byMs: number;
	/** Where the log ends; live, now. */
	readonly endMs: number;
	readonly stepMs: number;
	/** Stretches without an event that are longer are skipped. */
	readonly silenceMs: number;
};

/**
Where playing for a while leads to, over the buckets in which something happened.

@returns `toMs` is at most `endMs`; `skippedMs` is how much of the way was silence that was skipped.
*/
export function playThrough(
	timeline: Timeline,
	{fromMs, byMs, endMs, stepMs, silenceMs}: Stretch,
): {readonly toMs: number; readonly skippedMs: number} {
	const bucket = Math.floor(fromMs / stepMs);
	let toMs = fromMs + byMs;
	let skippedMs = 0;
	// A bucket is shown as a whole, so silence begins at its end.
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
