import type {Series} from '../series/series.ts';
import {texts} from '../series/texts.ts';
import type {Verdict} from './verdict.ts';

/**
A log of which most was not understood can't be called healthy. What is known to be wrong with it still counts.

@param events - The number of events up to the bucket.
*/
export function judgedByReading(verdict: Verdict, series: Series, through: number, events: number): Verdict {
	const {timeline} = series.texts;
	const sum = (column: number) => timeline.sum(column, Number.NEGATIVE_INFINITY, through);
	const notUnderstood = sum(texts.notUnderstood);
	const lines = events + sum(texts.lines);
	return verdict.status === 'DEGRADED' || 2 * notUnderstood <= lines
		? verdict
		: {status: 'UNKNOWN', statusReasons: [`most lines were not understood: ${notUnderstood} of ${lines}`]};
}
