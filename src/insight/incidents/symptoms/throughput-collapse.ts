import {workSpots} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {countBefore, type StageWork, stageSamples, startOfRun, sumOf, type Work} from '../stage-signal.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';
import {type SignalRule, type SignalStretch, watchSignal} from '../watch-signal.ts';

const leastSpread = 0.08; // of a logarithm: 8 %

/**
A stage that processes at most half of its usual records per second. As everywhere, throughput is measured while the
stage is busy, because a source that sends less is not the stage's fault. Neither are smaller batches, which cost more
per record, so a batch must also take longer.
*/
export const throughputCollapse = symptomRule({
	kind: 'throughput_collapse',
	rank: 2,
	thresholds: {throughputShare: {default: 0.5, meaning: 'The throughput that counts as a collapse, as a share of the usual one, 0 to 1.'}},
	detect: throughputCollapses,
	sentence: ({subject, before, worst}, say) =>
		`throughput of ${say.subject(subject)} fell ${say.rate(before)} ${say.arrow} ${say.rate(worst)} rps${say.change(before, worst)}`,
	title: ({subject, before, worst}, say) =>
		`throughput${say.name(subject)} ${before === undefined || worst === undefined || before <= 0 ? 'down' : say.percent(worst / before - 1)}`,
	clue: {
		kind: 'throughput',
		sentence: ({subject, before, after}, say) =>
			`throughput of ${say.subject(subject)} ${say.rate(before)} ${say.arrow} ${say.rate(after)} rps`,
	},
	reason: ({subject}) => `the throughput of stage ${subject} has collapsed`,
	evidence: (series, {subject = '', startMs}, endMs) => workSpots(series, subject, startMs, endMs),
	startsWithBucket: true,
});

function throughputCollapses({series, endMs, settings, stages}: Scope<'throughputShare'>): FoundSymptom[] {
	const badness = ({rateMs, rateIn}: Work) => (rateMs > 0 && rateIn > 0 ? Math.log(rateMs / rateIn) : undefined);
	return [...stages].flatMap(([name, works]) => {
		const rule: SignalRule = {
			least: () => Math.log(1 / settings.throughputShare),
			leastSpread: () => leastSpread,
			mostPerSlice: settings.mostPerSlice,
			startOf: (sample, isBad) => startOfRun(series, works, settings, sample, sum => isBad(badness(sum) ?? Number.NEGATIVE_INFINITY)),
		};
		const slower = (stretch: SignalStretch) => {
			const usualMs = meanElapsedMs(works, series.stepMs, stretch.startMs - settings.baselineMs, stretch.startMs);
			return meanElapsedMs(works, series.stepMs, stretch.startMs, stretch.foundMs) >= usualMs + settings.minLatencyRiseMs;
		};
		const stretches = watchSignal(stageSamples(series, works, endMs, settings, badness), rule, settings).filter(slower);
		return stretches.map(stretch => ({
			...stretch,
			kind: 'throughput_collapse' as const,
			subject: name,
			before: 1000 / Math.exp(stretch.before),
			worst: 1000 / Math.exp(stretch.worst),
			reason: undefined,
			failures: undefined,
		}));
	});
}

function meanElapsedMs(works: StageWork, stepMs: number, fromMs: number, toMs: number): number {
	const {timed, elapsedMs} = sumOf(works, countBefore(works, Math.ceil(fromMs / stepMs)), countBefore(works, Math.ceil(toMs / stepMs)));
	return timed === 0 ? 0 : elapsedMs / timed;
}
