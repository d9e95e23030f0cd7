import type {StageReading} from './stage-views.ts';

/** What decides whether the time of work must tell which stage limits the pipeline. */
type Facts = {
	/** The stage with the lowest throughput, if any has one. */
	readonly slowest: string | undefined;
	/** The stage with the most work. */
	readonly busiest: string | undefined;
	readonly hasRate: (stage: string) => boolean;
	readonly isPerWorker: (stage: string) => boolean;
};

/** Which stage's throughput can't tell, if it can't: that of the busiest one, which has none, or of the slowest one. */
export function untold({slowest, busiest, hasRate, isPerWorker}: Facts): 'busiest' | 'slowest' | undefined {
	if (busiest === undefined || busiest === slowest) {
		return undefined;
	}
	return hasRate(busiest) ? (slowest !== undefined && isPerWorker(slowest) ? 'slowest' : undefined) : 'busiest';
}

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
	const viewOf = (stage: string) => stages.find(({view}) => view.name === stage)?.view;
	const hasRate = (stage: string) => viewOf(stage)?.throughputRps !== undefined;
	switch (untold({slowest, busiest, hasRate, isPerWorker: stage => viewOf(stage)?.isPerWorker === true})) {
		case 'busiest':
			return stages.every(({view: {throughputRps, recordsIn, recordsOut}}) => throughputRps === undefined && recordsIn + recordsOut === 0)
				? 'by time: no stage tells how many records it works on'
				: `by time: ${busiest} does not tell how many records it works on`;
		case 'slowest':
			return `by time: the work of ${slowest} overlaps, so its throughput is per worker`;
		case undefined:
			return undefined;
	}
}
