import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import type {Symptom} from '../incident.ts';
import {endOf} from '../window.ts';
import {type FoundSymptom, joinClose} from './found-symptom.ts';
import {stageWork} from './stage-signal.ts';
import type {Scope} from './symptom-rule.ts';
import {ruleOf, symptomRules} from './symptoms/index.ts';
import type {IncidentSettings} from './thresholds.ts';

/** All symptoms up to a bucket. Later buckets are not considered. */
export function detectSymptoms(series: Series, settings: IncidentSettings, through: number): FoundSymptom[] {
	// A mixture of stages has no usual latency.
	const isMixture = (name: string) => name === otherName && series.stages.otherNames.size > 0;
	const names = [...series.stages.table.rows.keys()].filter(name => !isMixture(name));
	const stages = new Map(names.map(name => [name, stageWork(series, name, through)]));
	const scope: Scope<string> = {series, through, endMs: endOf(series, through), settings, stages};
	return symptomRules.flatMap(rule => rule.detect(scope));
}

/**
The symptoms known at a moment, by start. Those found later are left out, and those whose end was not yet known are
ongoing. Stretches of the same signal less than a bucket apart are joined, because the series cannot tell them apart.
*/
export function symptomsKnownAt(stretches: readonly FoundSymptom[], endMs: number, stepMs: number): Symptom[] {
	const known = stretches
		.filter(({foundMs}) => foundMs <= endMs)
		.map(stretch => (stretch.endKnownMs !== undefined && stretch.endKnownMs > endMs ? {...stretch, endMs: undefined} : stretch));
	return [...Map.groupBy(known, ({kind, subject}) => JSON.stringify([kind, subject])).values()]
		.flatMap(ofSignal => (ofSignal.some(stretch => ruleOf(stretch).isEndedByEvent) ? ofSignal : joinClose(ofSignal, stepMs)))
		.map(({endKnownMs: _, ...symptom}) => symptom)
		.sort((a, b) => a.startMs - b.startMs || a.foundMs - b.foundMs);
}
