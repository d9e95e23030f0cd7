import type {Scope} from './detector.ts';
import {stageSamples, startOfRun, type Work} from './stage-signal.ts';
import type {Stretch} from './stretch.ts';
import {type SignalRule, watchSignal} from './watch-signal.ts';

const leastSpread = 0.08; // of a logarithm: 8 %

/** A stage that takes at least twice as long for a batch as it used to. Latencies are compared as logarithms: they are skewed, and what matters is the factor. */
export function latencyJumps({series, endMs, settings, stages}: Scope): Stretch[] {
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
