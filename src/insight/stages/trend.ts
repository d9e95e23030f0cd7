import type {Series} from '../../series/series.ts';

export const trendPoints = 60;
const finestSliceMs = 5000; // 60 points in 5 minutes

/**
The slices of a trend, oldest first, in buckets: `(after, through]`. They are aligned to the clock, so a point keeps its
value while the trend moves on.
*/
export function trendSlices(series: Series, through: number): Array<{readonly after: number; readonly through: number}> {
	const buckets = Math.max(1, Math.round(finestSliceMs / series.stepMs));
	const newest = Math.floor(through / buckets);
	return Array.from({length: trendPoints}, (_, point) => {
		const slice = newest - trendPoints + 1 + point;
		return {after: slice * buckets - 1, through: Math.min((slice + 1) * buckets - 1, through)};
	});
}
