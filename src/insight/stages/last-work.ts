import type {Spot} from '../../series/parts/log-position.ts';
import {type WorkRow, work} from '../../series/stages.ts';

const maxLooked = 1024;

/** The last throughput of a stage, and the completion that told it: with several hosts, the newest one. */
export type LastRate = Spot & {readonly rps: number; readonly bucket: number};

/**
The last throughput up to a bucket. With several hosts, it is the sum over those that completed something within the
last `buckets` before the cursor, or before the stage's own last completion if it has been silent since.
*/
export function lastRateOf(rows: readonly WorkRow[], through: number, buckets: number): LastRate | undefined {
	const entries = rows.flatMap(row => {
		const index = lastKnown(row, through);
		return index === undefined ? [] : [{row, index, bucket: row.work.bucketAt(index)}];
	});
	const newest = entries.reduce((bucket, entry) => Math.max(bucket, entry.bucket), Number.NEGATIVE_INFINITY);
	const after = (newest > through - buckets ? through : newest) - buckets;
	return entries
		.filter(({bucket, row, index}) => bucket > after && !Number.isNaN(row.work.get(index, work.lastRps)))
		.map(({row, index, bucket}) => ({...spotAt(row, index), bucket, rps: row.work.get(index, work.lastRps)}))
		.reduce<LastRate | undefined>((sum, rate) => {
			const newer = sum === undefined || rate.ms > sum.ms ? rate : sum;
			return {...newer, rps: rate.rps + (sum?.rps ?? 0)};
		}, undefined);
}

/** The last throughput of a row in the buckets `(after, through]`. */
export function lastRpsWithin(row: WorkRow, after: number, through: number): number | undefined {
	const index = lastKnown(row, through, after);
	const rps = index === undefined ? Number.NaN : row.work.get(index, work.lastRps);
	return Number.isNaN(rps) ? undefined : rps;
}

/** The newest completion of a row in the buckets `(after, through]`, with or without a known throughput. */
export function lastCompletionWithin(row: WorkRow, after: number, through: number): Spot | undefined {
	const first = row.work.countThrough(after);
	for (let index = row.work.countThrough(through) - 1; index >= first; index--) {
		if (row.work.get(index, work.lastPlace) !== 0) {
			return spotAt(row, index);
		}
	}
	return undefined;
}

const spotAt = (row: WorkRow, index: number): Spot => ({
	ms: row.work.get(index, work.lastMs),
	place: row.work.get(index, work.lastPlace),
});

/**
The last entry with a known throughput, however many failures came after it. If there is none near the last completion,
that one.
*/
function lastKnown(row: WorkRow, through: number, after = Number.NEGATIVE_INFINITY): number | undefined {
	let completed: number | undefined;
	let first = row.work.countThrough(after);
	for (let index = row.work.countThrough(through) - 1; index >= first; index--) {
		if (row.work.get(index, work.lastPlace) !== 0) {
			if (!Number.isNaN(row.work.get(index, work.lastRps))) {
				return index;
			}

			completed ??= index;
			first = Math.max(first, completed - maxLooked);
		}
	}

	return completed;
}
