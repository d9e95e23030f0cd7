import {compareSpots, type Spot} from '../../series/parts/log-position.ts';
import type {Timeline} from '../../series/parts/timeline.ts';
import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {stageRows} from './stage-rows.ts';

/** A success, and the bucket that shows it. */
export type Recovery = {readonly ms: number; readonly bucket: number};

/** A stage's first success after a failure, on any host. `undefined` until there is one. */
export function recoveryAfter(series: Series, stage: string, failed: Spot, through: number): Recovery | undefined {
	return stageRows(series, stage, through)
		.flatMap(row => recoveryIn(series, row.work, failed, through) ?? [])
		.reduce<Recovery | undefined>((first, each) => (first === undefined || each.ms < first.ms ? each : first), undefined);
}

/** A bucket knows its last completion, so the first one is exact where it is the only one, and else the bucket's start. */
function recoveryIn({bucketOf, stepMs}: Series, timeline: Timeline, failed: Spot, through: number): Recovery | undefined {
	const failedIn = bucketOf(failed.ms);
	const end = timeline.countThrough(through);
	for (let index = timeline.countThrough(failedIn - 1); index < end; index++) {
		const bucket = timeline.bucketAt(index);
		const completions = timeline.get(index, work.completions);
		const last = {ms: timeline.get(index, work.lastMs), place: timeline.get(index, work.lastPlace)};
		if (completions > 0 && bucket > failedIn) {
			return {bucket, ms: completions === 1 ? last.ms : bucket * stepMs};
		}
		if (completions > 0 && compareSpots(last, failed) > 0) {
			return {bucket, ms: last.ms};
		}
	}
	return undefined;
}
