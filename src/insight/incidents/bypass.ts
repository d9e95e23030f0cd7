import {outcome} from '../../series/outcomes.ts';
import type {Series} from '../../series/series.ts';
import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import {guards} from '../circuits/guards.ts';
import type {Bypass, Symptom} from '../incident.ts';
import type {WorkSums} from '../stages/work-sums.ts';

/** A stage's work in the calm before an incident and during it. */
export type StageSums = {readonly name: string; readonly before: WorkSums; readonly during: WorkSums};

const mostTold = 3;

/**
What became of the batches that stages out of order should have had: what the stage before them let through, less what
they did. Of these, the ones that the stage after them didn't get either were lost. Where batches usually skip a stage,
only as many count as usually came.

@param stages - In pipeline order.
@param after - The incident is in the buckets `(after, through]`.
*/
export function bypassesOf(
	series: Series,
	stages: readonly StageSums[],
	{
		symptoms,
		timelines,
		after,
		through,
	}: {
		readonly symptoms: readonly Symptom[];
		readonly timelines: readonly CircuitTimeline[];
		readonly after: number;
		readonly through: number;
	},
): Bypass[] {
	return stages
		.flatMap((stage, index) => {
			const isOut = symptoms.some(symptom => isOutOfOrder(symptom, stage.name, timelines));
			const from = stages[index - 1];
			const failures = series.outcomes.table.rows.get(stage.name)?.get('')?.sum(outcome.count, after, through) ?? 0;
			return isOut && from !== undefined ? bypassOf({stage, from, to: stages[index + 1], failures}) : [];
		})
		.slice(0, mostTold);
}

function isOutOfOrder({kind, subject}: Symptom, stage: string, timelines: readonly CircuitTimeline[]): boolean {
	return kind === 'circuit_open'
		? timelines.some(circuit => circuit.name === subject && guards(circuit, stage))
		: kind === 'stage_failed' && subject === stage;
}

function bypassOf({
	stage,
	from,
	to,
	failures,
}: {
	readonly stage: StageSums;
	readonly from: StageSums;
	readonly to: StageSums | undefined;
	readonly failures: number;
}): Bypass[] {
	const missed = Math.round(from.during.completions * usualShare(stage, from)) - stage.during.completions;
	const batches = settled(missed, failures);
	if (batches < 1) {
		return [];
	}
	const unseen = to === undefined ? batches : Math.round(from.during.completions * usualShare(to, from)) - to.during.completions;
	const lost = to === undefined ? batches : Math.max(0, Math.min(batches, settled(unseen, batches)));
	const {recordsOut, recordsIn, completions} = from.during;
	const perBatch = (recordsOut || recordsIn) / completions;
	const recordsOf = (count: number) => (perBatch > 0 ? Math.round(count * perBatch) : undefined);
	return [{stage: stage.name, batches, records: recordsOf(batches), lostBatches: lost, lostRecords: recordsOf(lost)}];
}

/** How many of the batches of one stage come to another. Where nothing is known from before, all. */
function usualShare(stage: StageSums, from: StageSums): number {
	const share = from.before.completions === 0 ? 1 : stage.before.completions / from.before.completions;
	return share === 0 || share > 0.9 ? 1 : share;
}

/** A batch may be under way at either end, so a difference of one is none from what is known, and nothing by itself. */
function settled(count: number, known: number): number {
	return known > 0 && count > 0 && Math.abs(count - known) <= 1 ? known : count <= 1 ? 0 : count;
}
