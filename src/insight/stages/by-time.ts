import type {StageReading} from './stage-views.ts';

/**
Why throughputs don't tell which stage limits the pipeline, so that the time of work must. `undefined` when they do.

@param slowest - The stage with the lowest throughput.
@param busiest - The stage with the largest demand.
*/
export function byTimeReason(
	stages: readonly StageReading[],
	slowest: string | undefined,
	busiest: string | undefined,
): string | undefined {
	const viewOf = (stage: string | undefined) => stages.find(({view}) => view.name === stage)?.view;
	if (stages.every(({view}) => view.throughputRps === undefined)) {
		return 'by time: no stage tells how many records it works on';
	}
	if (busiest !== undefined && viewOf(busiest)?.throughputRps === undefined) {
		return `by time: ${busiest} does not tell how many records it works on`;
	}
	return slowest !== busiest && viewOf(slowest)?.isPerWorker
		? `by time: the work of ${slowest} overlaps, so its throughput is per worker`
		: undefined;
}
