import type {Symptom} from '../incident.ts';

/**
A symptom as its detector found it, with the time when its end could be known. An earlier cursor sees it as ongoing.
*/
export type FoundSymptom = Symptom & {readonly endKnownMs: number | undefined};

/** Joins nearby stretches of one signal, given by start. */
export function joinClose(stretches: readonly FoundSymptom[], joinMs: number): FoundSymptom[] {
	const joined: FoundSymptom[] = [];
	for (const stretch of stretches) {
		const last = joined.at(-1);
		if (last?.endMs !== undefined && stretch.startMs - last.endMs < joinMs) {
			const {endMs, endKnownMs} = stretch;
			joined[joined.length - 1] = {...last, endMs, endKnownMs, worst: worseOf(last, stretch), ...failedProbesOf(last, stretch)};
		} else {
			joined.push(stretch);
		}
	}

	return joined;
}

function worseOf({before, worst}: FoundSymptom, other: FoundSymptom): number | undefined {
	if (worst === undefined || other.worst === undefined) {
		return worst ?? other.worst;
	}

	return before !== undefined && worst < before ? Math.min(worst, other.worst) : Math.max(worst, other.worst);
}

function failedProbesOf(...stretches: readonly FoundSymptom[]): Pick<Symptom, 'failedProbes'> {
	const failedProbes = stretches.reduce((sum, each) => sum + (each.failedProbes ?? 0), 0);
	return failedProbes === 0 ? {} : {failedProbes};
}
