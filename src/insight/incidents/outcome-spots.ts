import {outcome} from '../../series/outcomes.ts';
import type {Spot} from '../../series/parts/log-position.ts';
import type {Timeline} from '../../series/parts/timeline.ts';
import type {Series} from '../../series/series.ts';

/** The first of each bucket. */
export function outcomeSpots(series: Series, timeline: Timeline, startMs: number, endMs: number): readonly Spot[] {
	const spots: Spot[] = [];
	const end = timeline.countThrough(series.bucketOf(endMs));
	for (let index = timeline.countThrough(series.bucketOf(startMs) - 1); index < end; index++) {
		spots.push({ms: timeline.get(index, outcome.firstMs), place: timeline.get(index, outcome.firstPlace)});
	}
	return spots;
}
