import type {Series} from '../../../series/series.ts';
import type {Symptom} from '../../incident.ts';
import {latencyOf} from '../../stages/latency.ts';
import {stageRows} from '../../stages/stage-rows.ts';
import {sumWork} from '../../stages/work-sums.ts';
import {workSpots} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {stageSamples, startOfRun, type Work} from '../stage-signal.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';
import {type SignalRule, watchSignal} from '../watch-signal.ts';

const leastSpread = 0.08; // of a logarithm: 8 %

/**
A stage that takes at least twice as long per batch as usual. Latencies are compared as logarithms, because they are
skewed and the factor is what matters.
*/
export const latencyJump = symptomRule({
	kind: 'latency_jump',
	rank: 3,
	thresholds: {
		latencyFactor: {default: 2, meaning: 'The smallest jump, as a multiple of the usual latency.'},
	},
	detect: latencyJumps,
	sentence: ({subject, before, worst}, say) =>
		`${say.subject(subject)} became slow: p95 ${say.ms(before)} ${say.arrow} ${say.ms(worst)} ms`,
	title: ({subject, before, worst}, say) => `p95${say.name(subject)} ${say.ms(before)} ${say.arrow} ${say.ms(worst)} ms`,
	clue: {
		kind: 'latency',
		sentence: ({subject, before, after}, say) => `${say.subject(subject)} p95 ${say.ms(before)} ${say.arrow} ${say.ms(after)} ms`,
	},
	reason: ({subject}) => `stage ${subject} takes longer than usual`,
	evidence: (series, {subject = '', startMs}, endMs) => workSpots(series, subject, startMs, endMs),
	refine: withPercentiles,
	startsWithBucket: true,
});

function latencyJumps({series, endMs, settings, stages}: Scope<'latencyFactor'>): FoundSymptom[] {
	const badness = ({elapsedMs, timed}: Work) => (elapsedMs > 0 ? Math.log(elapsedMs / timed) : undefined);
	return [...stages].flatMap(([name, works]) => {
		const rule: SignalRule = {
			least: median => Math.max(Math.log(settings.latencyFactor), Math.log(1 + settings.minLatencyRiseMs / Math.exp(median))),
			leastSpread: () => leastSpread,
			mostPerSlice: settings.mostPerSlice,
			startOf: (sample, isBad) => startOfRun(series, works, settings, sample, sum => isBad(badness(sum) ?? Number.NEGATIVE_INFINITY)),
		};
		return watchSignal(stageSamples(series, works, endMs, settings, badness), rule, settings).map(stretch => ({
			...stretch,
			kind: 'latency_jump' as const,
			subject: name,
			before: Math.exp(stretch.before),
			worst: Math.exp(stretch.worst),
			reason: undefined,
			failures: undefined,
		}));
	});
}

/** Slices are judged by their mean, but the reported latency is the 95th percentile, before and during. */
function withPercentiles(series: Series, symptom: Symptom, sinceMs: number, nowMs: number): Symptom {
	if (symptom.subject === undefined) {
		return symptom;
	}

	const start = series.bucketOf(symptom.startMs) - 1;
	const through = series.bucketOf((symptom.endMs ?? nowMs) - 1);
	const rows = stageRows(series, symptom.subject, through);
	const p95 = (after: number, last: number) =>
		latencyOf(series.stages.latencies, rows, after, last, sumWork(rows, after, last).maxElapsedMs)?.p95;
	return {
		...symptom,
		before: p95(series.bucketOf(sinceMs) - 1, start) ?? symptom.before,
		worst: p95(start, through) ?? symptom.worst,
	};
}
