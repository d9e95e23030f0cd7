import type {Snapshot} from '../../src/insight/snapshot.ts';
import {baselineWords, missingStages} from '../../src/screen/format/baseline-words.ts';
import {formatCount, formatElapsed, formatMs, formatPercent, formatRate} from '../../src/screen/format/format.ts';
import {troublesElsewhere} from './troubles-elsewhere.ts';

/** One fact about the bottleneck. Text from the log is not yet sanitised. */
export type BottleneckFact = {
	readonly type: 'stage' | 'load' | 'trouble' | 'why' | 'demand' | 'next' | 'headroom' | 'inFlight' | 'base';
	readonly text: string;
};

/**
What limits the pipeline and why, the most telling fact first. If the slowest stage isn't the one with the largest
demand, names both and says why they differ.
*/
export function bottleneckFacts(snapshot: Snapshot): readonly BottleneckFact[] {
	const {bottleneck, stages, baseline} = snapshot;
	const troubles = troublesElsewhere(snapshot).map((text): BottleneckFact => ({type: 'trouble', text}));
	if (bottleneck === undefined) {
		return troubles.length === 0 ? [] : [{type: 'stage', text: 'none now'}, ...troubles];
	}

	const {stage, demand, next, inFlight, whyByTime, reasons} = bottleneck;
	const slowest = stages.find(({name}) => name === stage);
	const rate =
		whyByTime === undefined
			? `${formatRate(bottleneck.throughputRps)} rps${slowest?.isPerWorker ? ' per worker' : ''}`
			: `${formatElapsed(demand?.demandMs)} per batch`;
	const facts: BottleneckFact[] = [{type: 'stage', text: `${stage} ${rate}`}];
	if (slowest !== undefined) {
		facts.push(
			{type: 'load', text: `busy ${formatPercent(slowest.busy)}`},
			{type: 'load', text: `p95 ${formatMs(slowest.latencyMs?.p95)} ms`},
		);
	}

	facts.push(...troubles);
	if (demand !== undefined && demand.stage !== stage) {
		facts.push({
			type: 'demand',
			text: `most work: ${demand.stage} ${formatMs(demand.demandMs)} ms per batch, busy ${formatPercent(demand.utilisation)}`,
		});
	}

	for (const reason of reasons) {
		facts.push({type: 'why', text: reason});
	}

	if (baseline !== undefined) {
		const missing = missingStages(baseline);
		facts.push({type: 'base', text: baselineWords(baseline, stage)});
		if (missing.length > 0) {
			facts.push({type: 'base', text: `missing vs base: ${missing.join(', ')}`});
		}
	}

	if (next !== undefined) {
		facts.push({type: 'next', text: `next: ${next.stage} ${formatRate(next.throughputRps)} rps`});
	}

	if (demand?.headroom !== undefined) {
		const who = demand.stage === stage ? 'it' : demand.stage;
		facts.push({type: 'headroom', text: `headroom ${headroomText(demand.headroom)} without ${who}`});
	}

	if (stages.some(({isPerWorker}) => isPerWorker)) {
		facts.push({type: 'inFlight', text: '/w: per worker, as work overlaps'});
	}

	if (inFlight !== undefined) {
		facts.push({
			type: 'inFlight',
			text: `in flight ${inFlight < 9.95 ? inFlight.toFixed(1) : formatCount(inFlight)} batch${inFlight.toFixed(1) === '1.0' ? '' : 'es'} (L = λW)`,
		});
	}

	return facts;
}

function headroomText(headroom: number): string {
	return `${Number.isFinite(headroom) && headroom < 1000 ? headroom.toFixed(1) : formatCount(headroom)}x`;
}
