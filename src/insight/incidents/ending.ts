import type {CircuitTimeline} from '../circuit-timelines.ts';
import type {Clue, Symptom} from '../incident.ts';
import type {Group} from './group-symptoms.ts';

const mostClues = 6;

/**
How an incident ended: its circuits by their own steps, else the signals that came back to the usual. Empty while it goes on.

@param timelines - Of the circuits.
*/
export function endingOf(timelines: readonly CircuitTimeline[], {endMs, symptoms, trigger}: Group): Clue[] {
	if (endMs === undefined) {
		return [];
	}

	const circuits = symptoms.filter(({kind}) => kind === 'circuit_open');
	const told = circuits.flatMap(circuit => circuitSteps(timelines, circuit));
	const back = symptoms.filter(symptom => symptom === trigger || (symptom.endMs === endMs && symptom.subject !== trigger.subject));
	const clues = told.length > 0 ? told : [...new Map(back.map(symptom => [symptom.subject, symptom])).values()].flatMap(recovery);
	return clues.sort((a, b) => a.atMs - b.atMs).slice(-mostClues);
}

function circuitSteps(timelines: readonly CircuitTimeline[], {subject, endMs}: Symptom): Clue[] {
	const changes = timelines.find(({name}) => name === subject)?.changes ?? [];
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

function recovery({subject, endMs, worst, before}: Symptom): Clue[] {
	return endMs === undefined ? [] : [{kind: 'recovered', atMs: endMs, subject, before: worst, after: before, text: undefined}];
}
