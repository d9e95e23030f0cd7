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
	const index = lastKnown(row, through);
	return index !== undefined && row.work.bucketAt(index) > after ? known(row.work.get(index, work.lastRps)) : undefined;
}

/** Its newest completion up to a bucket that has one, with or without a known throughput. */
export function lastCompletion(row: WorkRow, through: number): Spot | undefined {
	const end = row.work.countThrough(through);
	for (let index = end - 1; index >= Math.max(0, end - maxLooked); index--) {
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

/** The last entry with a known throughput. If there is none nearby, the last one with a completion. */
function lastKnown(row: WorkRow, through: number): number | undefined {
	let completed: number | undefined;
	const end = row.work.countThrough(through);
	for (let index = end - 1; index >= Math.max(0, end - maxLooked); index--) {
		if (row.work.get(index, work.lastPlace) !== 0) {
			if (!Number.isNaN(row.work.get(index, work.lastRps))) {
				return index;
			}

			completed ??= index;
		}
	}

	return completed;
}

function known(value: number | undefined): number | undefined {
	return value === undefined || Number.isNaN(value) ? undefined : value;
}
