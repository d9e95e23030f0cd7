import {type Spot, unpackPlace} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {trouble} from '../../series/troubles.ts';
import type {Clue, Evidence, Symptom} from '../incident.ts';
import {spotsBetween, troubleSpots} from './evidence-spots.ts';
import type {Group} from './group-symptoms.ts';
import {ruleOf} from './symptoms/index.ts';

const most = 12;
const mostAlerts = 2;

/**
Lines that show the incident: first for the trigger and its lead-up, then for the other symptoms while there is room.

@param nowMs - The last known moment.
*/
export function evidenceOf(series: Series, {startMs, endMs, trigger, symptoms}: Group, leadUp: readonly Clue[], nowMs: number): Evidence[] {
	const others = symptoms.filter(symptom => symptom !== trigger);
	const spots = [
		...symptomSpots(series, trigger, nowMs),
		...leadUp.flatMap(clue => clueSpots(series, clue)),
		...others.flatMap(symptom => symptomSpots(series, symptom, nowMs)),
		...alertSpots(series, startMs, endMs ?? nowMs),
	];
	const chosen = [...new Map(spots.filter(({place}) => place > 0).map(spot => [spot.place, spot])).values()].slice(0, most);
	return chosen.sort((a, b) => a.place - b.place).map(({ms, place}) => ({...unpackPlace(place), atMs: ms}));
}

function symptomSpots(series: Series, symptom: Symptom, nowMs: number): readonly Spot[] {
	return ruleOf(symptom).evidence(series, symptom, symptom.endMs ?? nowMs);
}

/** A clue that is a symptom has none here, because the symptom adds its own. */
function clueSpots(series: Series, {kind, subject, atMs}: Clue): readonly Spot[] {
	const column = kind === 'retries' ? trouble.firstRetryMs : kind === 'first_error' ? trouble.firstErrorMs : undefined;
	return column === undefined || subject === undefined ? [] : troubleSpots(series, subject, atMs, atMs, column).slice(0, 1);
}

function alertSpots(series: Series, startMs: number, endMs: number): readonly Spot[] {
	return spotsBetween(series.alerts.list, startMs, endMs).slice(0, mostAlerts);
}
