import {countThrough, type Spot} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {stageRows} from '../stages/stage-rows.ts';

const mostOfOne = 4;
const mostTroubles = 64;

/** The first two and the last two of many spots. */
export function firstAndLast(spots: readonly Spot[]): readonly Spot[] {
	return spots.length <= mostOfOne ? spots : [...spots.slice(0, 2), ...spots.slice(-2)];
}

/** @param spots - In order. */
export function spotsBetween<Each extends Spot>(spots: readonly Each[], startMs: number, endMs: number): readonly Each[] {
	return spots.slice(countThrough(spots, {ms: startMs, place: -1}), countThrough(spots, {ms: endMs, place: Number.POSITIVE_INFINITY}));
}

/**
The first trouble of each bucket.

@param column - `trouble.firstErrorMs` or `trouble.firstRetryMs`.
*/
export function troubleSpots(series: Series, component: string, startMs: number, endMs: number, column: 3 | 5): readonly Spot[] {
	const spots: Spot[] = [];
	for (const timeline of series.troubles.table.rows.get(component)?.values() ?? []) {
		const end = timeline.countThrough(series.bucketOf(endMs));
		for (let index = timeline.countThrough(series.bucketOf(startMs) - 1); index < end && spots.length < mostTroubles; index++) {
			spots.push({ms: timeline.get(index, column), place: timeline.get(index, column + 1)});
		}
	}
	return spots.filter(({place}) => place > 0).sort((a, b) => a.ms - b.ms || a.place - b.place);
}

/** A stage's first completion, and the last completion of the bucket with the slowest one. */
export function workSpots(series: Series, stage: string, startMs: number, endMs: number): readonly Spot[] {
	let first: Spot | undefined;
	let slowest: Spot | undefined;
	let slowestMs = 0;
	for (const row of stageRows(series, stage, series.bucketOf(endMs))) {
		const end = row.work.countThrough(series.bucketOf(endMs));
		for (let index = row.work.countThrough(series.bucketOf(startMs) - 1); index < end; index++) {
			const spot = {ms: row.work.get(index, work.lastMs), place: row.work.get(index, work.lastPlace)};
			first = first === undefined || spot.ms < first.ms ? spot : first;
			if (row.work.get(index, work.maxElapsedMs) > slowestMs) {
				slowestMs = row.work.get(index, work.maxElapsedMs);
				slowest = spot;
			}
		}
	}
	return [first, slowest].filter(spot => spot !== undefined);
}
