import type {Symptom, SymptomKind} from '../incident.ts';
import type {IncidentSettings} from './settings.ts';

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
		if (symptom.startMs <= endMs) {
			groups.at(-1)?.push(symptom);
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

/** Circuits and caches tell their own state, and later than the stages that suffer from it; so they come before what began up to three slices earlier. */
const rank: Readonly<Record<SymptomKind, number>> = {
	circuit_open: 0,
	cache_collapse: 1,
	error_burst: 2,
	throughput_collapse: 2,
	latency_jump: 2,
	silence: 2,
};

/** Of two that begin in the same slice: the one that says more. */
const order: readonly SymptomKind[] = ['circuit_open', 'cache_collapse', 'error_burst', 'throughput_collapse', 'latency_jump', 'silence'];

function triggerOf(symptoms: readonly Symptom[], {sliceMs}: IncidentSettings): Symptom | undefined {
	const [first] = symptoms;
	const early = symptoms.filter(({startMs}) => startMs <= (first?.startMs ?? 0) + 3 * sliceMs);
	const slice = ({startMs}: Symptom) => Math.floor((startMs - (first?.startMs ?? 0)) / sliceMs);
	return early.sort(
		(a, b) => rank[a.kind] - rank[b.kind] || slice(a) - slice(b) || order.indexOf(a.kind) - order.indexOf(b.kind) || a.startMs - b.startMs,
	)[0];
}
