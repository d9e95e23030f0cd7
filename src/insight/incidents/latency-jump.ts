import type {Scope} from './detector.ts';
import {type StageWork, stageSamples, stageWork, startOfRun} from './stage-signal.ts';
import type {Stretch} from './stretch.ts';
import {type SignalRule, watchSignal} from './watch-signal.ts';

const leastSpread = 0.08; // of a logarithm: 8 %

/** A stage that takes at least twice as long for a batch as it used to. Latencies are compared as logarithms: they are skewed, and what matters is the factor. */
export function latencyJumps({series, through, endMs, settings}: Scope): Stretch[] {
	const badness = ({elapsedMs, completions}: StageWork) => (elapsedMs > 0 ? Math.log(elapsedMs / completions) : undefined);
	return [...series.stages.table.rows.keys()].flatMap(name => {
		const works = stageWork(series, name, through);
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
