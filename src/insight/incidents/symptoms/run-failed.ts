import {outcome} from '../../../series/outcomes.ts';
import type {Series} from '../../../series/series.ts';
import {endOf} from '../../window.ts';
import {firstAndLast} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {outcomeSpots} from '../outcome-spots.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';

/** A run that failed, until the next one completes. */
export const runFailed = symptomRule({
	kind: 'run_failed',
	rank: 5,
	thresholds: {},
	detect: failedRuns,
	sentence: () => 'the run failed',
	title: () => 'run failed',
	evidence: (series, {startMs}, endMs) => {
		const failed = series.outcomes.runs.get('run_failed');
		return failed === undefined ? [] : firstAndLast(outcomeSpots(series, failed, startMs, endMs));
	},
});

function failedRuns({series, through}: Scope): FoundSymptom[] {
	const ends = (['run_failed', 'run_completed'] as const).flatMap(end => endsOf(series, end, through));
	const stretches: FoundSymptom[] = [];
	let open: FoundSymptom | undefined;
	for (const {end, ms, knownMs} of ends.sort((a, b) => a.ms - b.ms || a.place - b.place)) {
		if (end === 'run_failed') {
			open ??= {
				kind: 'run_failed',
				subject: undefined,
				startMs: ms,
				endMs: undefined,
				foundMs: knownMs,
				endKnownMs: undefined,
				before: undefined,
				worst: undefined,
				reason: undefined,
				failures: undefined,
			};
		} else if (open !== undefined) {
			stretches.push({...open, endMs: ms, endKnownMs: knownMs});
			open = undefined;
		}
	}
	return open === undefined ? stretches : [...stretches, open];
}

/** The first and the last of each bucket. */
function endsOf(series: Series, end: 'run_failed' | 'run_completed', through: number) {
	const timeline = series.outcomes.runs.get(end);
	return Array.from({length: timeline?.countThrough(through) ?? 0}, (_, index) => {
		const knownMs = endOf(series, timeline?.bucketAt(index) ?? 0);
		const at = (ms: number, place: number) => ({end, knownMs, ms: timeline?.get(index, ms) ?? 0, place: timeline?.get(index, place) ?? 0});
		return [at(outcome.firstMs, outcome.firstPlace), at(outcome.lastMs, outcome.lastPlace)];
	}).flat();
}
