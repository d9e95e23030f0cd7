import {Baseline} from './baseline.ts';
import type {IncidentSettings} from './thresholds.ts';

/** A signal over a span of time, in the unit of its rule. Higher is worse. */
export type Sample = {
	readonly startMs: number;
	/** The first moment after it. */
	readonly endMs: number;
	readonly badness: number;
};

/** When a signal is wrong, in the unit of its samples. */
export type SignalRule = {
	/** How far above the median a sample must be to count at all. */
	readonly least: (median: number) => number;
	/** The minimum spread. Without it, any change in a constant signal would be a deviation. */
	readonly leastSpread: (median: number) => number;
	/** The most that one slice can count. Above `allowance + decision`, one slice decides alone. */
	readonly mostPerSlice: number;
	/**
	The moment within its first sample, or just before, at which it went wrong. By default the start of the sample.
	*/
	readonly startOf?: (sample: Sample, isBad: (badness: number) => boolean) => number;
};

export type SignalStretch = {
	readonly startMs: number;
	readonly endMs: number | undefined;
	readonly foundMs: number;
	readonly endKnownMs: number | undefined;
	/** The median before it, and its worst sample. */
	readonly before: number;
	readonly worst: number;
};

/**
Finds where a signal was wrong. A sample is compared with the median of the 15 minutes before it, in units of their
spread. Whatever exceeds an allowance is summed, and a sum over the decision threshold is a symptom (Page, Continuous
Inspection Schemes, 1954), so one odd sample decides nothing. During a symptom or a suspected one, the baseline stays
unchanged. Only earlier samples are considered.
*/
export function watchSignal(samples: Iterable<Sample>, rule: SignalRule, settings: IncidentSettings): SignalStretch[] {
	const baseline = new Baseline(settings.baselineMs, settings.minBaselineSlices * 4);
	const stretches: SignalStretch[] = [];
	let suspects: Sample[] = [];
	let score = 0;
	let current: SignalStretch | undefined;
	let calm: Sample[] = [];
	for (const sample of samples) {
		const {median} = baseline;
		const excess = sample.badness - median;
		const least = rule.least(median);
		if (current !== undefined) {
			calm = excess < least / 2 ? [...calm, sample] : [];
			current = calm.length > 0 ? current : {...current, worst: Math.max(current.worst, sample.badness)};
			if (calm.length >= settings.recoverySlices) {
				stretches.push({...current, endMs: calm[0]?.startMs, endKnownMs: sample.endMs});
				addAll(baseline, calm);
				current = undefined;
				calm = [];
			}

			continue;
		}

		if (baseline.size < settings.minBaselineSlices || !(excess >= least)) {
			addAll(baseline, [...suspects, sample]);
			suspects = [];
			score = 0;
			continue;
		}

		const deviation = excess / Math.max(baseline.spread, rule.leastSpread(median));
		score = Math.max(0, score + Math.min(deviation, rule.mostPerSlice) - settings.allowance);
		suspects.push(sample);
		if (score >= settings.decision) {
			const worst = Math.max(...suspects.map(({badness}) => badness));
			const first = suspects[0] ?? sample;
			const startMs = rule.startOf?.(first, badness => badness - median >= least / 2) ?? first.startMs;
			current = {startMs, endMs: undefined, foundMs: sample.endMs, endKnownMs: undefined, before: median, worst};
			suspects = [];
			score = 0;
		} else if (score === 0) {
			addAll(baseline, suspects);
			suspects = [];
		}
	}

	return current === undefined ? stretches : [...stretches, current];
}

function addAll(baseline: Baseline, samples: readonly Sample[]): void {
	for (const {startMs, badness} of samples) {
		baseline.add(startMs, badness);
	}
}
