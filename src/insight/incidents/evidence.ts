import {type CacheRow, cache} from '../../series/caches.ts';
import {countThrough, type Spot, unpackPlace} from '../../series/place.ts';
import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {tally} from '../../series/tally.ts';
import {trouble} from '../../series/troubles.ts';
import type {Clue, Evidence, Symptom} from '../incident.ts';
import {stageRows} from '../stage-views.ts';
import type {Group} from './group-symptoms.ts';

const most = 12;
const mostPerSymptom = 4;
const mostAlerts = 2;

/**
Lines that show it: of the trigger and its lead-up first, then of the other symptoms, as far as there is room.

@param nowMs - The last moment that is known.
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

function symptomSpots(series: Series, symptom: Symptom, nowMs: number): Spot[] {
	const {kind, subject = '', startMs} = symptom;
	const endMs = symptom.endMs ?? nowMs;
	switch (kind) {
		case 'circuit_open':
			return ends(between(series.circuits.table.rows.get(subject)?.get('')?.transitions ?? [], startMs, endMs));
		case 'error_burst':
			return troubleSpots(series, subject, startMs, endMs, trouble.firstErrorMs).slice(0, mostPerSymptom);
		case 'throughput_collapse':
		case 'latency_jump':
			return workSpots(series, subject, startMs, endMs);
		case 'cache_collapse':
			return ends([...(series.caches.table.rows.get(subject)?.values() ?? [])].flatMap(row => cacheSpots(series, row, startMs, endMs)));
		case 'silence':
			return lastBefore(series, startMs);
	}
}

function clueSpots(series: Series, {kind, subject, atMs}: Clue): Spot[] {
	switch (kind) {
		case 'retries':
			return subject === undefined ? [] : troubleSpots(series, subject, atMs, atMs, trouble.firstRetryMs).slice(0, 1);
		case 'first_error':
			return subject === undefined ? [] : troubleSpots(series, subject, atMs, atMs, trouble.firstErrorMs).slice(0, 1);
		case 'errors':
		case 'latency':
		case 'throughput':
		case 'cache':
		case 'bottleneck':
		case 'circuit_open':
		case 'circuit_half_open':
		case 'circuit_closed':
		case 'recovered':
			return []; // a symptom, which brings its own
	}
}

/** The first two and the last two. */
function ends(spots: readonly Spot[]): Spot[] {
	return spots.length <= mostPerSymptom ? [...spots] : [...spots.slice(0, 2), ...spots.slice(-2)];
}

function between(spots: readonly Spot[], startMs: number, endMs: number): readonly Spot[] {
	return spots.slice(countThrough(spots, {ms: startMs, place: -1}), countThrough(spots, {ms: endMs, place: Number.POSITIVE_INFINITY}));
}

function troubleSpots(series: Series, component: string, startMs: number, endMs: number, column: 3 | 5): Spot[] {
	const spots: Spot[] = [];
	for (const timeline of series.troubles.table.rows.get(component)?.values() ?? []) {
		const end = timeline.countThrough(series.bucketOf(endMs));
		for (let index = timeline.countThrough(series.bucketOf(startMs) - 1); index < end && spots.length < 64; index++) {
			spots.push({ms: timeline.get(index, column), place: timeline.get(index, column + 1)});
		}
	}

	return spots.filter(({place}) => place > 0).sort((a, b) => a.ms - b.ms || a.place - b.place);
}

/** The first slow completion, and the last one of the bucket in which the slowest was. */
function workSpots(series: Series, stage: string, startMs: number, endMs: number): Spot[] {
	let first: Spot | undefined;
	let slowest: Spot | undefined;
	let slowestMs = 0;
	for (const row of stageRows(series, stage, series.bucketOf(endMs))) {
		const end = row.work.countThrough(series.bucketOf(endMs));
		for (let index = row.work.countThrough(series.bucketOf(startMs) - 1); index < end; index++) {
			const spot = {ms: row.work.get(index, work.lastMs), place: row.work.get(index, work.lastPlace)};
			first = first === undefined || spot.ms < first.ms ? spot : first;
			if (row.work.get(index, work.maxElapsedMs) > slowestMs) {
				slowestMs = row.work.get(index, work.maxElapsedMs);
				slowest = spot;
			}
		}
	}

	return [first, slowest].filter(spot => spot !== undefined);
}

function cacheSpots(series: Series, {own, reported}: CacheRow, startMs: number, endMs: number): Spot[] {
	const timeline = own.size > 0 ? own : reported;
	const spots: Spot[] = [];
	const end = timeline.countThrough(series.bucketOf(endMs));
	for (let index = timeline.countThrough(series.bucketOf(startMs) - 1); index < end; index++) {
		spots.push({ms: timeline.get(index, cache.ms), place: timeline.get(index, cache.place)});
	}

	return spots;
}

function lastBefore(series: Series, ms: number): Spot[] {
	const {timeline} = series.tally;
	const index = timeline.countThrough(series.bucketOf(ms)) - 1;
	return index < 0 ? [] : [{ms: timeline.get(index, tally.lastMs), place: timeline.get(index, tally.lastPlace)}];
}

function alertSpots(series: Series, startMs: number, endMs: number): readonly Spot[] {
	return between(series.alerts.list, startMs, endMs).slice(0, mostAlerts);
}
