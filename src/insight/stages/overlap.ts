import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';

const certain = 0.9; // of what the log says of times: lines may be late

/**
Whether a stage worked on several things at once on one host, somewhere in the buckets `(after, through]`: its
completions there took longer than the time in which one after the other could have been done. Its throughput, records
per time of work, is then that of one worker.
*/
export function workOverlaps(series: Series, rows: readonly WorkRow[], after: number, through: number): boolean {
	return rows.some(row => overlapsIn(series, row, after, through));
}

/**
One after the other, the completions of the buckets `i..j` take at most from the start of `i` to the end of `j`, and
the part of the first one that was before `i`. `excessMs` is how much longer they took, for the worst `i`.
*/
function overlapsIn({stepMs}: Series, {work: timeline}: WorkRow, after: number, through: number): boolean {
	const end = timeline.countThrough(through);
	let excessMs = Number.NEGATIVE_INFINITY;
	let bucketBefore = 0;
	for (let index = timeline.countThrough(after); index < end; index++) {
		const bucket = timeline.bucketAt(index);
		const workMs = timeline.get(index, work.elapsedMs) * certain;
		const firstMs = timeline.get(index, work.maxElapsedMs);
		excessMs = workMs + Math.max(-stepMs - firstMs, excessMs - (bucket - bucketBefore) * stepMs);
		bucketBefore = bucket;
		if (excessMs > 0) {
			return true;
		}
	}
	return false;
}
