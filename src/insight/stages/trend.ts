import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {lastRpsWithin} from './last-work.ts';
import {workRps} from './work-sums.ts';

export const trendPoints = 60;
const finestSliceMs = 5000; // 60 points in 5 minutes

/** Buckets `(after, through]`. */
export type TrendSlice = {readonly after: number; readonly through: number};

/**
The slices of a trend, oldest first, in buckets: `(after, through]`. They are aligned to the clock, so a point keeps its
value while the trend moves on.
*/
export function trendSlices(series: Series, through: number): TrendSlice[] {
	const buckets = Math.max(1, Math.round(finestSliceMs / series.stepMs));
	const newest = Math.floor(through / buckets);
	return Array.from({length: trendPoints}, (_, point) => {
		const slice = newest - trendPoints + 1 + point;
		return {after: slice * buckets - 1, through: Math.min((slice + 1) * buckets - 1, through)};
	});
}

/** The throughput of a stage in each slice. */
export function trendOf(rows: readonly WorkRow[], slices: readonly TrendSlice[]): Array<number | undefined> {
	const [first, last] = [slices[0]?.after ?? 0, slices.at(-1)?.through ?? 0];
	const active = rows.filter(row => row.work.countThrough(last) > row.work.countThrough(first));
	return slices.map(({after, through}) => trendPoint(active, after, through));
}

/** The sum of the hosts' throughputs in a slice. */
export function trendPoint(rows: readonly WorkRow[], after: number, through: number): number | undefined {
	let sum: number | undefined;
	for (const row of rows) {
		const rate = rateWithin(row, after, through);
		sum = rate === undefined ? sum : (sum ?? 0) + rate;
	}
	return sum;
}

function rateWithin(row: WorkRow, after: number, through: number): number | undefined {
	const end = row.work.countThrough(through);
	let rateIn = 0;
	let rateMs = 0;
	let index = row.work.countThrough(after);
	if (index === end) {
		return undefined;
	}
	for (; index < end; index++) {
		rateIn += row.work.get(index, work.rateIn);
		rateMs += row.work.get(index, work.rateMs);
	}
	return workRps({rateIn, rateMs}) ?? lastRpsWithin(row, after, through);
}
