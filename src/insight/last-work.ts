import {isNotBefore} from '../series/place.ts';
import {type WorkRow, work} from '../series/stages.ts';

const maxLooked = 1024;

/** What a stage last reported. */
export type LastWork = {
	/** The sum of the hosts' last ones. */
	readonly throughputRps: number | undefined;
	readonly lastIn: number | undefined;
	readonly lastOut: number | undefined;
};

/**
The last throughput through a bucket. Of several hosts, those count that completed something within the last `buckets`: before the cursor or, where the stage has been
silent since, before its own last completion.
*/
export function lastWorkOf(rows: readonly WorkRow[], through: number, buckets: number): LastWork {
	const entries = rows.flatMap(row => {
		const index = lastKnown(row, through);
		return index === undefined ? [] : [{row, index, bucket: row.work.bucketAt(index)}];
	});
	const newest = entries.reduce((bucket, entry) => Math.max(bucket, entry.bucket), Number.NEGATIVE_INFINITY);
	const after = (newest > through - buckets ? through : newest) - buckets;
	const counted = entries.filter(({bucket}) => bucket > after);
	const rates = counted.map(({row, index}) => row.work.get(index, work.lastRps)).filter(rps => !Number.isNaN(rps));
	const last = counted.reduce<(typeof counted)[number] | undefined>((a, b) => (a === undefined || isLater(b, a) ? b : a), undefined);
	return {
		throughputRps: rates.length === 0 ? undefined : rates.reduce((sum, rps) => sum + rps, 0),
		lastIn: known(last?.row.work.get(last.index, work.lastIn)),
		lastOut: known(last?.row.work.get(last.index, work.lastOut)),
	};
}

/** The last throughput of a row in the buckets `(after, through]`. */
export function lastRpsWithin(row: WorkRow, after: number, through: number): number | undefined {
	const index = lastKnown(row, through);
	return index !== undefined && row.work.bucketAt(index) > after ? known(row.work.get(index, work.lastRps)) : undefined;
}

/** The last entry whose throughput is known; if there is none near, the last one with a completion. */
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

function isLater(a: {row: WorkRow; index: number}, b: {row: WorkRow; index: number}): boolean {
	return isNotBefore(
		a.row.work.get(a.index, work.lastMs),
		a.row.work.get(a.index, work.lastPlace),
		b.row.work.get(b.index, work.lastMs),
		b.row.work.get(b.index, work.lastPlace),
	);
}

function known(value: number | undefined): number | undefined {
	return value === undefined || Number.isNaN(value) ? undefined : value;
}
