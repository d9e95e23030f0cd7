import {tally} from '../../../series/tally.ts';
import {endOf} from '../../window.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {lastCrash} from '../last-crash.ts';
import {outcomeSpots} from '../outcome-spots.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';

/** A crash after which nothing comes, until something does. */
export const crash = symptomRule({
	kind: 'crash',
	rank: 0,
	thresholds: {},
	detect: crashes,
	sentence: (_, say) => `${say.subject(undefined)} crashed`,
	title: () => 'crash',
	clue: {kind: 'crash', sentence: (_, say) => `${say.subject(undefined)} crashed`},
	evidence: (series, {startMs}) => {
		const all = series.outcomes.runs.get('crash');
		return all === undefined ? [] : outcomeSpots(series, all, startMs, startMs);
	},
});

/** It was the last thing the log said at the end of its bucket. */
function crashes({series, through}: Scope): FoundSymptom[] {
	const all = series.outcomes.runs.get('crash');
	const {timeline} = series.tally;
	return Array.from({length: all?.countThrough(through) ?? 0}, (_, index) => all?.bucketAt(index) ?? 0).flatMap(bucket => {
		const last = lastCrash(series, bucket);
		if (last === undefined) {
			return [];
		}
		let next = timeline.countThrough(bucket);
		while (next < timeline.size && timeline.get(next, tally.lastPlace) === 0) {
			next++;
		}
		const nextBucket = next < timeline.countThrough(through) ? timeline.bucketAt(next) : undefined;
		return [
			{
				kind: 'crash',
				subject: undefined,
				startMs: last.ms,
				endMs: nextBucket === undefined ? undefined : nextBucket * series.stepMs,
				foundMs: endOf(series, bucket),
				endKnownMs: nextBucket === undefined ? undefined : endOf(series, nextBucket),
				before: undefined,
				worst: undefined,
				reason: undefined,
				failures: undefined,
			},
		];
	});
}
