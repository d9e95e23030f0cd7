import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import type {Clue, Symptom} from '../incident.ts';
import type {Group} from './group-symptoms.ts';
import {ruleOf} from './symptoms/index.ts';

const mostClues = 6;

/**
How an incident ended: the steps of its circuits, or else the signals that returned to normal. Empty while it is
ongoing.

@param timelines - Of the circuits.
*/
export function endingOf(timelines: readonly CircuitTimeline[], {endMs, symptoms, trigger}: Group): Clue[] {
	if (endMs === undefined) {
		return [];
	}

	const told = symptoms.flatMap(symptom => ruleOf(symptom).ending?.(symptom, timelines) ?? []);
	const back = symptoms.filter(symptom => symptom === trigger || (symptom.endMs === endMs && symptom.subject !== trigger.subject));
	const clues = told.length > 0 ? told : [...new Map(back.map(symptom => [symptom.subject, symptom])).values()].flatMap(recovery);
	return clues.sort((a, b) => a.atMs - b.atMs).slice(-mostClues);
}

function recovery({subject, endMs, worst, before}: Symptom): Clue[] {
	return endMs === undefined ? [] : [{kind: 'recovered', atMs: endMs, subject, before: worst, after: before, text: undefined}];
}
