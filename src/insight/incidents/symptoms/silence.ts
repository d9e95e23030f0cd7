import type {Spot} from '../../../series/parts/log-position.ts';
import type {Series} from '../../../series/series.ts';
import {tally} from '../../../series/tally.ts';
import {Baseline} from '../baseline.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';

const minGaps = 32;
const minAgeMs = 60_000;

/**
No event of any kind for longer than 10 s, 5 usual gaps, and 3 times the longest gap of the 15 minutes before. A log
that comes in bursts has long gaps that are not silences. If that makes the threshold over 15 minutes, it is not a
stream at all. The first 60 s of a log are not judged.
*/
export const silence = symptomRule({
	kind: 'silence',
	rank: 4,
	thresholds: {
		silenceMs: {default: 10_000, meaning: 'The shortest silence, in milliseconds.'},
		silenceTimesMedian: {default: 5, meaning: 'The shortest silence, in median gaps.'},
		silenceTimesLongest: {default: 3, meaning: 'The shortest silence, in longest gaps of the time before.'},
	},
	detect: silences,
	sentence: ({subject, startMs, endMs}, say) =>
		endMs === undefined
			? `nothing came from ${say.subject(subject)} any more`
			: `nothing came from ${say.subject(subject)} for ${say.age(endMs - startMs)}`,
	title: ({subject}, say) => `silence${say.name(subject)}`,
	reason: () => 'no events are coming',
	isEndedByEvent: true,
	evidence: (series, {startMs}) => lastBefore(series, startMs),
});

function silences({series, through, endMs, settings}: Scope<'silenceMs' | 'silenceTimesMedian' | 'silenceTimesLongest'>): FoundSymptom[] {
	const {timeline} = series.tally;
	const count = timeline.countThrough(through);
	const gaps = new Baseline(settings.baselineMs, minGaps * 2);
	const stretches: FoundSymptom[] = [];
	for (let index = 0; index < count; index++) {
		if (timeline.get(index, tally.lastPlace) === 0) {
			continue; // it only counts a batch that turned out to begin elsewhere
		}

		const lastMs = timeline.get(index, tally.lastMs);
		const isLast = index === count - 1;
		if (isLast && timeline.bucketAt(index) >= through) {
			break; // how long ago it was within the bucket isn't known
		}

		const nextMs = isLast ? endMs : timeline.bucketAt(index + 1) * series.stepMs;
		const gapMs = nextMs - lastMs;
		const thresholdMs = Math.max(
			settings.silenceMs,
			settings.silenceTimesMedian * gaps.median || 0,
			settings.silenceTimesLongest * gaps.quantile(1) || 0,
		);
		const isStream = thresholdMs <= settings.baselineMs;
		const isKnown = isStream && gaps.size >= minGaps && lastMs - (series.fromMs ?? lastMs) >= minAgeMs;
		const foundMs = (series.bucketOf(lastMs + thresholdMs) + 1) * series.stepMs;
		if (isKnown && gapMs > thresholdMs && foundMs <= endMs) {
			stretches.push({
				kind: 'silence',
				subject: undefined,
				startMs: lastMs,
				endMs: isLast ? undefined : nextMs,
				foundMs,
				endKnownMs: isLast ? undefined : nextMs + series.stepMs,
				before: undefined,
				worst: undefined,
				reason: undefined,
				failures: undefined,
			});
		} else if (!isLast) {
			gaps.add(lastMs, gapMs);
		}
	}

	return stretches;
}

function lastBefore(series: Series, ms: number): Spot[] {
	const {timeline} = series.tally;
	const index = timeline.countThrough(series.bucketOf(ms)) - 1;
	return index < 0 ? [] : [{ms: timeline.get(index, tally.lastMs), place: timeline.get(index, tally.lastPlace)}];
}
