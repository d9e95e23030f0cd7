import {outcome} from '../../series/outcomes.ts';
import {compareSpots} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {lastCompletion} from './last-work.ts';

const fewFailures = 6; // one in so many attempts

/**
Whether what a stage last did was to fail, so that its rate is from before that. While a busy stage fails now and then,
its rate stays what it is: in the second of the failure and the one before, at least one in six attempts must have failed.
*/
export function isFailing(series: Series, stage: string, rows: readonly WorkRow[], through: number): boolean {
	const failures = series.outcomes.table.rows.get(stage)?.get('');
	const last = failures === undefined ? -1 : failures.countThrough(through) - 1;
	if (failures === undefined || last < 0) {
		return false;
	}
	const failed = {ms: failures.get(last, outcome.lastMs), place: failures.get(last, outcome.lastPlace)};
	const isNewest = rows.every(row => {
		const completed = lastCompletion(row, through);
		return completed === undefined || compareSpots(completed, failed) < 0;
	});
	const bucket = failures.bucketAt(last);
	return isNewest && !failsRarely(series, stage, rows, bucket - 2, bucket);
}

/** Whether at most one in six attempts failed in the buckets `(after, through]`. */
export function failsRarely(series: Series, stage: string, rows: readonly WorkRow[], after: number, through: number): boolean {
	const failures = series.outcomes.table.rows.get(stage)?.get('')?.sum(outcome.count, after, through) ?? 0;
	return (
		failures === 0 || failures * (fewFailures - 1) < rows.reduce((sum, row) => sum + row.work.sum(work.completions, after, through), 0)
	);
}
