import {outcome} from '../../series/outcomes.ts';
import {compareSpots, type Spot} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {tally} from '../../series/tally.ts';

/** The crash after which nothing has come, if there is one. */
export function lastCrash(series: Series, through: number): Spot | undefined {
	const crashes = series.outcomes.runs.get('crash');
	const index = (crashes?.countThrough(through) ?? 0) - 1;
	if (crashes === undefined || index < 0) {
		return undefined;
	}
	const crash = {ms: crashes.get(index, outcome.lastMs), place: crashes.get(index, outcome.lastPlace)};
	return compareSpots(crash, lastEvent(series, through)) < 0 ? undefined : crash;
}

function lastEvent(series: Series, through: number): Spot {
	const {timeline} = series.tally;
	for (let index = timeline.countThrough(through) - 1; index >= 0; index--) {
		const place = timeline.get(index, tally.lastPlace);
		if (place !== 0) {
			return {ms: timeline.get(index, tally.lastMs), place}; // other entries only count a batch that began elsewhere
		}
	}
	return {ms: Number.NEGATIVE_INFINITY, place: 0};
}
