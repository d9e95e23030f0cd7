import {outcome} from '../../../series/outcomes.ts';
import type {Spot} from '../../../series/parts/log-position.ts';
import type {Timeline} from '../../../series/parts/timeline.ts';
import type {Series} from '../../../series/series.ts';
import {type Recovery, recoveryAfter} from '../../stages/recovery.ts';
import {endOf} from '../../window.ts';
import {firstAndLast} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {outcomeSpots} from '../outcome-spots.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';

/** A stage from a failed attempt until its next success. */
export const stageFailed = symptomRule({
	kind: 'stage_failed',
	rank: 0,
	thresholds: {},
	detect: ({series, through}: Scope) =>
		[...series.outcomes.table.rows].flatMap(([name, hosts]) =>
			[...hosts.values()].flatMap(failures => stretchesOf(series, name, failures, through)),
		),
	sentence: ({subject, reason}, say) => `stage ${say.subject(subject)} failed${say.because(reason)}`,
	title: ({subject}, say) => `stage${say.name(subject)} failed`,
	evidence: (series, {subject = '', startMs}, endMs) =>
		firstAndLast([...(series.outcomes.table.rows.get(subject)?.values() ?? [])].flatMap(row => outcomeSpots(series, row, startMs, endMs))),
	isOfErrors: true,
});

function stretchesOf(series: Series, name: string, failures: Timeline, through: number): FoundSymptom[] {
	const stretches: FoundSymptom[] = [];
	const count = failures.countThrough(through);
	for (let index = 0; index < count; index++) {
		const first = index;
		let recovery: Recovery | undefined = recoveryAfter(series, name, lastOf(failures, first), through);
		// A failure before the recovery, or in the same bucket, belongs to the same stretch.
		while (recovery !== undefined && index + 1 < count && failures.bucketAt(index + 1) <= recovery.bucket) {
			index++;
			recovery = failures.bucketAt(index) < recovery.bucket ? recovery : recoveryAfter(series, name, lastOf(failures, index), through);
		}
		stretches.push({
			kind: 'stage_failed',
			subject: name,
			startMs: failures.get(first, outcome.firstMs),
			endMs: recovery?.ms,
			foundMs: endOf(series, failures.bucketAt(first)),
			endKnownMs: recovery && endOf(series, recovery.bucket),
			before: undefined,
			worst: undefined,
			reason: undefined,
			failures: undefined,
		});
		if (recovery === undefined) {
			break;
		}
	}
	return stretches;
}

function lastOf(failures: Timeline, index: number): Spot {
	return {ms: failures.get(index, outcome.lastMs), place: failures.get(index, outcome.lastPlace)};
}
