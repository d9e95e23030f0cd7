import type {Series} from '../../series/series.ts';
import {circuitTimelines} from '../circuit-timelines.ts';
import type {Clue, Symptom} from '../incident.ts';
import type {Group} from './group-symptoms.ts';

const mostClues = 6;

/** How an incident ended: its circuits by their own steps, else the signals that came back to the usual. Empty while it goes on. */
export function endingOf(series: Series, {endMs, symptoms, trigger}: Group): Clue[] {
	if (endMs === undefined) {
		return [];
	}

	const circuits = symptoms.filter(({kind}) => kind === 'circuit_open');
	const told = circuits.flatMap(circuit => circuitSteps(series, circuit));
	const back = symptoms.filter(symptom => symptom === trigger || (symptom.endMs === endMs && symptom.subject !== trigger.subject));
	const clues = told.length > 0 ? told : [...new Map(back.map(symptom => [symptom.subject, symptom])).values()].flatMap(recovery);
	return clues.sort((a, b) => a.atMs - b.atMs).slice(-mostClues);
}

function circuitSteps(series: Series, {subject, endMs}: Symptom): Clue[] {
	const timeline = circuitTimelines(series, (endMs ?? 0) + 1).find(({name}) => name === subject);
	const [before, last] = timeline?.changes.slice(-2) ?? [];
	if (last?.state !== 'closed') {
		return [];
	}

	const step = {subject, before: undefined, after: undefined, text: undefined};
	const probe: Clue[] = before?.state === 'half_open' ? [{...step, kind: 'circuit_half_open', atMs: before.ms}] : [];
	return [...probe, {...step, kind: 'circuit_closed', atMs: last.ms}];
}

function recovery({subject, endMs, worst, before}: Symptom): Clue[] {
	return endMs === undefined ? [] : [{kind: 'recovered', atMs: endMs, subject, before: worst, after: before, text: undefined}];
}
