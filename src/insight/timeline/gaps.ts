import type {Timeline} from '../../series/parts/timeline.ts';

const sampled = 64;
const leastMs = 10_000;
const timesMedian = 5;

/** How long a gap must be to count as silence: max(10 s, 5 x the usual gap). */
export function silenceThresholdMs(medianGapMs: number | undefined): number {
	return Math.max(leastMs, timesMedian * (medianGapMs ?? 0));
}

/**
The median gap, in milliseconds, between the last 64 buckets up to `through` in which something happened. Several events
in a bucket count as a gap of one bucket, which is too short to matter next to the minimum silence of 10 s.

@param holds - Whether the entry at an index counts.
*/
export function medianGapMs(timeline: Timeline, through: number, stepMs: number, holds: (index: number) => boolean): number | undefined {
	const gaps: number[] = [];
	let later: number | undefined;
	let looked = 0;
	for (let index = timeline.countThrough(through) - 1; index >= 0 && gaps.length < sampled && looked < sampled * 64; index--, looked++) {
		if (holds(index)) {
			const bucket = timeline.bucketAt(index);
			if (later !== undefined) {
				gaps.push((later - bucket) * stepMs);
			}

			later = bucket;
		}
	}

	return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
