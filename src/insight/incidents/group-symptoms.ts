import type {Symptom} from '../incident.ts';
import {ruleOf} from './symptoms/index.ts';
import type {IncidentSettings} from './thresholds.ts';

/** Symptoms that overlap in time. */
export type Group = {
	readonly startMs: number;
	readonly endMs: number | undefined;
	readonly trigger: Symptom;
	/** By start. */
	readonly symptoms: readonly Symptom[];
};

/** @param symptoms - By start. */
export function groupSymptoms(symptoms: readonly Symptom[], settings: IncidentSettings): Group[] {
	const groups: Symptom[][] = [];
	let endMs = Number.NEGATIVE_INFINITY;
	for (const symptom of symptoms) {
		const group = groups.at(-1);
		if (group !== undefined && (symptom.startMs < endMs || (symptom.startMs === endMs && !isAnother(symptom, group.at(-1))))) {
			group.push(symptom);
		} else {
			groups.push([symptom]);
		}

		endMs = Math.max(endMs, symptom.endMs ?? Number.POSITIVE_INFINITY);
	}

	return groups.flatMap(group => {
		const trigger = triggerOf(group, settings);
		const ends = group.map(({endMs: end}) => end ?? Number.POSITIVE_INFINITY);
		const last = Math.max(...ends);
		return trigger === undefined
			? []
			: [
					{
						startMs: group[0]?.startMs ?? trigger.startMs,
						endMs: last === Number.POSITIVE_INFINITY ? undefined : last,
						trigger,
						symptoms: group,
					},
				];
	});
}

/** Whether an event between them makes a symptom another one of the same signal. */
function isAnother(symptom: Symptom, before: Symptom | undefined): boolean {
	return before?.kind === symptom.kind && ruleOf(symptom).isEndedByEvent === true;
}

/**
Circuits and caches (a rank below 0) report their own state, but later than the stages that suffer from it. So they take
precedence over anything that began up to three slices earlier. Among the others that begin in the same slice, the more
informative one wins.
*/
function triggerOf(symptoms: readonly Symptom[], {sliceMs}: IncidentSettings): Symptom | undefined {
	const [first] = symptoms;
	const early = symptoms.filter(({startMs}) => startMs <= (first?.startMs ?? 0) + 3 * sliceMs);
	const rank = (symptom: Symptom) => ruleOf(symptom).rank;
	const slice = ({startMs}: Symptom) => Math.floor((startMs - (first?.startMs ?? 0)) / sliceMs);
	return early.sort(
		(a, b) => Math.min(rank(a), 0) - Math.min(rank(b), 0) || slice(a) - slice(b) || rank(a) - rank(b) || a.startMs - b.startMs,
	)[0];
}
