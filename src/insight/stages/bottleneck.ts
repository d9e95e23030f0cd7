import type {BottleneckView} from '../snapshot.ts';
import type {StageReading} from './stage-views.ts';
import {wholeMs} from './work-sums.ts';

/**
The stage with the lowest last throughput, and the one with the largest service demand: visits x service time, the work
that a batch needs from it.

With a filter upstream, the slowest stage by its own rate may not be the one that limits the pipeline (Denning and
Buzen, The Operational Analysis of Queueing Network Models, 1978).

@param stages - Over the window, in pipeline order.
@param batches - Batches in the window.
@param reported - The pipeline's own claim. It only counts when no stage completed anything.
@returns `undefined` while no stage has a throughput.
*/
export function bottleneckOf(
	stages: readonly StageReading[],
	batches: number,
	reported: BottleneckView['next'],
): Omit<BottleneckView, 'reasons'> | undefined {
	const rated = stages
		.flatMap(({view: {name: stage, throughputRps}}) => (throughputRps === undefined ? [] : [{stage, throughputRps}]))
		.sort((a, b) => a.throughputRps - b.throughputRps);
	const slowest = rated[0] ?? (stages.some(({view}) => view.completions > 0) ? undefined : reported);
	const busy = stages.flatMap(({view}) => (view.busy === undefined ? [] : [view.busy]));
	return slowest === undefined
		? undefined
		: {
				...slowest,
				next: rated[1],
				demand: demandOf(stages, batches),
				inFlight: busy.length === 0 ? undefined : busy.reduce((sum, share) => sum + share, 0),
			};
}

function demandOf(stages: readonly StageReading[], batches: number): BottleneckView['demand'] {
	const [top, next] = stages
		.map(({view, sums}) => ({view, workMs: wholeMs(sums)}))
		.filter(({workMs}) => workMs > 0)
		.sort((a, b) => b.workMs - a.workMs);
	return top === undefined
		? undefined
		: {
				stage: top.view.name,
				utilisation: top.view.busy,
				demandMs: top.workMs / Math.max(1, batches),
				headroom: next === undefined ? undefined : top.workMs / next.workMs,
				next: next?.view.name,
			};
}
