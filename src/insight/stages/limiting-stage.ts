import type {Series} from '../../series/series.ts';
import type {WorkRow} from '../../series/stages.ts';
import {untold} from './by-time.ts';
import {workOverlaps} from './overlap.ts';
import {judgedRps, type WorkSums, wholeMs} from './work-sums.ts';

type Worked = {readonly name: string; readonly rows: readonly WorkRow[]; readonly sums: WorkSums};

/** The stage that limits the pipeline over the buckets `(after, through]`, by throughput or, if that can't tell, by time. */
export function limitingStage(series: Series, stages: readonly Worked[], after: number, through: number): string | undefined {
	const rates = new Map(
		stages.flatMap(({name, sums}) => {
			const rps = judgedRps(sums);
			return rps === undefined ? [] : [[name, rps] as const];
		}),
	);
	const [slowest] = [...rates].sort(([, a], [, b]) => a - b)[0] ?? [];
	const busiest = stages.filter(({sums}) => wholeMs(sums) > 0).sort((a, b) => wholeMs(b.sums) - wholeMs(a.sums))[0]?.name;
	const isPerWorker = (stage: string) => workOverlaps(series, stages.find(({name}) => name === stage)?.rows ?? [], after, through);
	return untold({slowest, busiest, hasRate: stage => rates.has(stage), isPerWorker}) === undefined ? slowest : busiest;
}
