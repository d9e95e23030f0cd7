import type {Scope} from './detector.ts';
import {type StageWork, stageSamples, stageWork, startOfRun} from './stage-signal.ts';
import type {Stretch} from './stretch.ts';
import {type SignalRule, type SignalStretch, watchSignal} from './watch-signal.ts';

const leastSpread = 0.08; // of a logarithm: 8 %

/**
A stage that does at most half of the records a second that it used to. Throughput is what the stage does while it is busy, as everywhere: a source that sends less is no
fault of a stage. Neither are smaller batches, which cost more for each record: a batch must take longer, too.
*/
export function throughputCollapses({series, through, endMs, settings}: Scope): Stretch[] {
	const badness = ({elapsedMs, recordsIn}: StageWork) => (elapsedMs > 0 && recordsIn > 0 ? Math.log(elapsedMs / recordsIn) : undefined);
	return [...series.stages.table.rows.keys()].flatMap(name => {
		const works = stageWork(series, name, through);
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

function meanElapsedMs(works: readonly StageWork[], stepMs: number, fromMs: number, toMs: number): number {
	let completions = 0;
	let elapsedMs = 0;
	for (const sum of works) {
		if (sum.bucket * stepMs >= fromMs && sum.bucket * stepMs < toMs) {
			completions += sum.completions;
			elapsedMs += sum.elapsedMs;
		}
	}

	return completions === 0 ? 0 : elapsedMs / completions;
}
