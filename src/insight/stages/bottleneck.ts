import type {BottleneckView} from '../snapshot.ts';
import {byTimeReason} from './by-time.ts';
import type {StageReading} from './stage-views.ts';
import type {Limits} from './steady.ts';
import {wholeMs} from './work-sums.ts';

/** What is known of the rates of the stages: those that count now, and the limits that follow from them. */
export type Ranking = {readonly rps: ReadonlyMap<string, number>; readonly limits: Limits};

/**
The stage that limits the pipeline: the one with the lowest throughput, unless that can't be known from throughputs; then
the one with the largest service demand: visits x service time, the work that a batch needs from it.

With a filter upstream, the slowest stage by its own rate may not be the one that limits the pipeline (Denning and
Buzen, The Operational Analysis of Queueing Network Models, 1978), so both are named.

@param stages - Over the window, in pipeline order.
@param batches - Batches in the window.
@param reported - The pipeline's own claim. It only counts when no stage completed anything.
@returns `undefined` while no stage has a throughput or a duration.
*/
export function bottleneckOf(
	stages: readonly StageReading[],
	{rps, limits}: Ranking,
	batches: number,
	reported: BottleneckView['next'],
): Omit<BottleneckView, 'reasons'> | undefined {
	const demand = demandOf(stages, batches, limits.busiest);
	const busy = stages.flatMap(({view}) => (view.busy === undefined ? [] : [view.busy]));
	const inFlight = busy.length === 0 ? undefined : busy.reduce((sum, share) => sum + share, 0);
	const whyByTime = byTimeReason(stages, limits.slowest, demand?.stage);
	if (demand !== undefined && whyByTime !== undefined) {
		return {stage: demand.stage, throughputRps: rps.get(demand.stage), next: undefined, demand, inFlight, whyByTime};
	}
	const slowest =
		limits.slowest === undefined
			? stages.some(({view}) => view.completions > 0 || view.throughputRps !== undefined)
				? undefined
				: reported
			: {stage: limits.slowest, throughputRps: rps.get(limits.slowest)};
	return slowest && {...slowest, next: nextOf(rps, slowest.stage), demand, inFlight};
}

/** The lecture's rule: the lowest last throughput, however old. */
export function lowestLast(stages: readonly StageReading[]): Ranking {
	const rps = new Map(
		stages.flatMap(({view: {name, throughputRps}}) => (throughputRps === undefined ? [] : [[name, throughputRps] as const])),
	);
	return {rps, limits: {slowest: lowest(rps)?.stage, busiest: undefined}};
}

function nextOf(rps: ReadonlyMap<string, number>, stage: string): BottleneckView['next'] {
	const others = new Map(rps);
	others.delete(stage);
	return lowest(others);
}

function lowest(rps: ReadonlyMap<string, number>): {readonly stage: string; readonly throughputRps: number} | undefined {
	const [first] = [...rps].sort(([, a], [, b]) => a - b);
	return first && {stage: first[0], throughputRps: first[1]};
}

function demandOf(stages: readonly StageReading[], batches: number, busiest: string | undefined): BottleneckView['demand'] {
	const [top, next] = stages
		.map(({view, sums}) => ({view, workMs: wholeMs(sums)}))
		.filter(({workMs}) => workMs > 0)
		.sort((a, b) => Number(b.view.name === busiest) - Number(a.view.name === busiest) || b.workMs - a.workMs);
	return top === undefined
		? undefined
		: {
				stage: top.view.name,
				utilisation: top.view.busy,
				demandMs: top.workMs / Math.max(1, batches),
				headroom: next === undefined ? undefined : Math.max(1, top.workMs / next.workMs),
				next: next?.view.name,
			};
}
