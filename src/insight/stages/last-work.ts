import {type WorkRow, work} from '../../series/stages.ts';

const maxLooked = 1024;

/**
The last throughput up to a bucket. With several hosts, it is the sum over those that completed something within the
last `buckets` before the cursor, or before the stage's own last completion if it has been silent since.
*/
export function lastRpsOf(rows: readonly WorkRow[], through: number, buckets: number): number | undefined {
	const entries = rows.flatMap(row => {
		const index = lastKnown(row, through);
		return index === undefined ? [] : [{row, index, bucket: row.work.bucketAt(index)}];
	});
	const newest = entries.reduce((bucket, entry) => Math.max(bucket, entry.bucket), Number.NEGATIVE_INFINITY);
	const after = (newest > through - buckets ? through : newest) - buckets;
	const rates = entries
		.filter(({bucket}) => bucket > after)
		.map(({row, index}) => row.work.get(index, work.lastRps))
		.filter(rps => !Number.isNaN(rps));
	return rates.length === 0 ? undefined : rates.reduce((sum, rps) => sum + rps, 0);
}

/** The last throughput of a row in the buckets `(after, through]`. */
export function lastRpsWithin(row: WorkRow, after: number, through: number): number | undefined {
	const index = lastKnown(row, through);
	return index !== undefined && row.work.bucketAt(index) > after ? known(row.work.get(index, work.lastRps)) : undefined;
}

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
