import {compareSpots} from '../../../series/parts/log-position.ts';
import {type CircuitTimeline, circuitTimelines} from '../../circuits/circuit-timelines.ts';
import type {Clue, Symptom} from '../../incident.ts';
import {firstAndLast, spotsBetween} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';

/**
A circuit that isn't closed, from its opening until it closes again. Probing (half-open) in between does not end it.
*/
export const circuitOpen = symptomRule({
	kind: 'circuit_open',
	rank: -2,
	thresholds: {},
	detect: openCircuits,
	sentence: ({subject, failures, reason}, say) =>
		`circuit ${say.subject(subject)} opened${failures === undefined ? '' : ` after ${say.count(failures, 'failure')}`}${say.because(reason)}`,
	title: ({subject}, say) => `circuit${say.name(subject)} open`,
	clue: {kind: 'circuit_open', sentence: ({subject, text}, say) => `circuit ${say.subject(subject)} opened${say.because(text)}`},
	evidence: (series, {subject = '', startMs}, endMs) => firstAndLast(spotsBetween(series.circuits.transitionsOf(subject), startMs, endMs)),
	ending: closingSteps,
});

function openCircuits({series, endMs}: Scope): FoundSymptom[] {
	const knownMs = (ms: number) => (series.bucketOf(ms) + 1) * series.stepMs;
	return circuitTimelines(series, endMs).flatMap(({name, outages, transitions}) =>
		outages.map(({opening, closing, failedProbes}): FoundSymptom => {
			const own = transitions.find(transition => compareSpots(transition, opening) === 0);
			return {
				kind: 'circuit_open',
				subject: name,
				startMs: opening.ms,
				endMs: closing?.ms,
				foundMs: knownMs(opening.ms),
				endKnownMs: closing && knownMs(closing.ms),
				before: undefined,
				worst: undefined,
				reason: own?.reason,
				failures: own?.failures,
				failedProbes,
			};
		}),
	);
}

/** Its last probe and its closing. */
function closingSteps({subject, endMs}: Symptom, circuits: readonly CircuitTimeline[]): Clue[] {
	const changes = circuits.find(({name}) => name === subject)?.changes ?? [];
	const index = changes.findIndex(({ms, state}) => ms === endMs && state === 'closed');
	const before = changes[index - 1];
	const last = changes[index];
	if (last === undefined) {
		return [];
	}
	const step = {subject, before: undefined, after: undefined, text: undefined};
	const probe: Clue[] = before?.state === 'half_open' ? [{...step, kind: 'circuit_half_open', atMs: before.ms}] : [];
	return [...probe, {...step, kind: 'circuit_closed', atMs: last.ms}];
}
