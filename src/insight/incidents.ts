import type {Series} from '../series/series.ts';
import {type CircuitTimeline, circuitTimelines} from './circuits/circuit-timelines.ts';
import type {Incident, Symptom} from './incident.ts';
import {detectSymptoms, symptomsKnownAt} from './incidents/detect-symptoms.ts';
import {endingOf} from './incidents/ending.ts';
import {evidenceOf} from './incidents/evidence.ts';
import type {FoundSymptom} from './incidents/found-symptom.ts';
import {type Group, groupSymptoms} from './incidents/group-symptoms.ts';
import {type Calm, impactOf} from './incidents/impact.ts';
import {leadUpOf} from './incidents/lead-up.ts';
import {defaultIncidentSettings} from './incidents/settings.ts';
import {ruleOf} from './incidents/symptoms/index.ts';
import type {IncidentSettings} from './incidents/thresholds.ts';
import {endOf} from './window.ts';

/**
What went wrong, oldest first, including lead-up, impact, ending and evidence in the log.

@param untilMs - The cursor, which stands for its whole bucket. Nothing later is considered, so a log cut there gives
the same result. By default the end of the log.
*/
export function incidentsOf(series: Series, settings: IncidentSettings = defaultIncidentSettings, untilMs?: number): readonly Incident[] {
	const atMs = untilMs ?? series.toMs;
	return atMs === undefined ? [] : findIncidents(series, settings, atMs).incidents;
}

export type Findings = {
	readonly incidents: readonly Incident[];
	/** What was known of them at an earlier cursor: the same as in a log cut there. */
	readonly knownAt: (atMs: number) => KnownIncidents;
};

/** The incidents known at a cursor. */
export type KnownIncidents = {
	readonly count: number;
	/** What was wrong then, by start. */
	readonly ongoing: readonly Symptom[];
};

export const noIncidents: KnownIncidents = {count: 0, ongoing: []};

/** The incidents up to a cursor. */
export function findIncidents(series: Series, settings: IncidentSettings, atMs: number): Findings {
	const through = series.bucketOf(atMs);
	const endMs = endOf(series, through);
	const stretches = detectSymptoms(series, settings, through);
	const groups = groupSymptoms(symptomsKnownAt(stretches, endMs, series.stepMs), settings);
	const timelines = circuitTimelines(series, endMs);
	const calms = groups.map(({startMs}, index) => ({fromMs: groups[index - 1]?.endMs ?? series.fromMs ?? startMs, toMs: startMs}));
	return {
		incidents: groups.map((group, index) =>
			incidentOf(series, group, {index, timelines, calms: calms.slice(Math.max(0, index - 8), index + 1), nowMs: endMs, settings}),
		),
		knownAt: earlierMs => knownOf(series, stretches, earlierMs, settings),
	};
}

/**
The incidents known at a cursor: those that `incidentsOf` finds there. All cursors share the work as long as the series
does not change.
*/
export function incidentsKnownAt(series: Series, atMs: number, settings: IncidentSettings = defaultIncidentSettings): KnownIncidents {
	return knownOf(series, stretchesOf(series, settings, atMs), atMs, settings);
}

function knownOf(series: Series, stretches: readonly FoundSymptom[], atMs: number, settings: IncidentSettings): KnownIncidents {
	const symptoms = symptomsKnownAt(stretches, endOf(series, series.bucketOf(atMs)), series.stepMs);
	return {count: groupSymptoms(symptoms, settings).length, ongoing: symptoms.filter(({endMs}) => endMs === undefined)};
}

type Found = {
	readonly revision: number;
	readonly through: number;
	readonly settings: IncidentSettings;
	readonly stretches: readonly FoundSymptom[];
};
const foundOf = new WeakMap<Series, Found>();

/** The stretches of the whole log, which include everything that was known at any earlier moment. */
function stretchesOf(series: Series, settings: IncidentSettings, atMs: number): readonly FoundSymptom[] {
	const through = series.bucketOf(Math.max(atMs, series.toMs ?? atMs));
	const known = foundOf.get(series);
	if (known?.revision === series.revision && known.through >= through && known.settings === settings) {
		return known.stretches;
	}

	const stretches = detectSymptoms(series, settings, through);
	foundOf.set(series, {revision: series.revision, through, settings, stretches});
	return stretches;
}

type Surroundings = {
	readonly index: number;
	readonly timelines: readonly CircuitTimeline[];
	/** The calm stretches before it, newest last. */
	readonly calms: readonly Calm[];
	/** The end of the known time. */
	readonly nowMs: number;
	readonly settings: IncidentSettings;
};

function incidentOf(series: Series, found: Group, {index, timelines, calms, nowMs, settings}: Surroundings): Incident {
	const calmMs = calms.at(-1)?.fromMs ?? found.startMs;
	const symptoms = found.symptoms.map(
		symptom => ruleOf(symptom).refine?.(series, symptom, Math.max(calmMs, symptom.startMs - settings.baselineMs), nowMs) ?? symptom,
	);
	const group = {...found, symptoms, trigger: symptoms[found.symptoms.indexOf(found.trigger)] ?? found.trigger};
	const leadUp = leadUpOf(series, group, calmMs, settings);
	return {
		number: index + 1,
		...group,
		leadUp,
		impact: impactOf(series, group, {calms, timelines, nowMs}),
		ending: endingOf(timelines, group),
		evidence: evidenceOf(series, group, leadUp, nowMs - 1),
	};
}
