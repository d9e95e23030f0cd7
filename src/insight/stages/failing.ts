import {outcome} from '../../series/outcomes.ts';
import {compareSpots} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {lastCompletionWithin} from './last-work.ts';

const fewFailures = 10; // completions to each

/**
Whether what a stage last did was to fail, so that its rate is from before that. While a busy stage fails now and then,
its rate stays what it is: in the second of the failure and the one before, one attempt must have failed to every ten that
succeeded.
*/
export function isFailing(series: Series, stage: string, rows: readonly WorkRow[], through: number): boolean {
	const failures = series.outcomes.table.rows.get(stage)?.get('');
	const last = failures === undefined ? -1 : failures.countThrough(through) - 1;
	if (failures === undefined || last < 0) {
		return false;
	}
	const failed = {ms: failures.get(last, outcome.lastMs), place: failures.get(last, outcome.lastPlace)};
	const bucket = failures.bucketAt(last);
	const isNewest = rows.every(row => {
		const completed = lastCompletionWithin(row, bucket - 1, through);
		return completed === undefined || compareSpots(completed, failed) < 0;
	});
	return isNewest && !failsRarely(series, stage, rows, bucket - 2, bucket);
}

/** Whether hardly any attempts failed in the buckets `(after, through]`. */
export function failsRarely(series: Series, stage: string, rows: readonly WorkRow[], after: number, through: number): boolean {
	const failures = series.outcomes.table.rows.get(stage)?.get('')?.sum(outcome.count, after, through) ?? 0;
	return failures === 0 || failures * fewFailures < rows.reduce((sum, row) => sum + row.work.sum(work.completions, after, through), 0);
}
