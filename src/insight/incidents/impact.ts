import type {Series} from '../../series/series.ts';
import {levelColumns} from '../../series/tally.ts';
import type {Impact} from '../incident.ts';
import {stageNamesThrough, stageRows} from '../stage-views.ts';
import {sumWork, type WorkSums, workRps} from '../work-sums.ts';
import type {Group} from './group-symptoms.ts';

const beforeMs = 5 * 60_000;
const shortestBeforeMs = 5000;

type StageSums = {readonly name: string; readonly before: WorkSums; readonly during: WorkSums};

/**
What an incident cost, against the 5 minutes before it, or as much of them as is no other incident's.

@param calmSinceMs - The end of the incident before, or the begin of the log.
@param nowMs - The end of what is known.
*/
export function impactOf(series: Series, {startMs, endMs}: Pick<Group, 'startMs' | 'endMs'>, calmSinceMs: number, nowMs: number): Impact {
	const {bucketOf, stepMs} = series;
	const through = bucketOf((endMs ?? nowMs) - 1);
	const start = bucketOf(startMs) - 1;
	const from = Math.min(start, bucketOf(Math.max(calmSinceMs, startMs - beforeMs)));
	const stages = stageNamesThrough(series, through).map((name): StageSums => {
		const rows = stageRows(series, name, through);
		return {name, before: sumWork(rows, from, start), during: sumWork(rows, start, through)};
	});
	const throughput =
		(start - from) * stepMs < shortestBeforeMs ? undefined : flowOut(stages, (start - from) * stepMs, (through - start) * stepMs);
	const missing =
		throughput === undefined ? undefined : ((throughput.beforeRps - throughput.duringRps) * (through - start) * stepMs) / 1000;
	return {
		throughput,
		bottleneck: {before: slowest(stages, ({before}) => before), during: slowest(stages, ({during}) => during)},
		recordsNotProcessed: missing === undefined ? undefined : Math.max(0, Math.round(missing)),
		errors: errorColumns.reduce((sum, column) => sum + series.tally.timeline.sum(column, start, through), 0),
		alerts: series.alertsIn(start, through),
	};
}

const errorColumns = levelColumns.flatMap(([level, column]) => (level === 'error' || level === 'fatal' ? [column] : []));

/** What the last stage that worked before let out, by the clock. */
function flowOut(stages: readonly StageSums[], lengthMs: number, duringMs: number): Impact['throughput'] {
	const last = stages.findLast(({before}) => before.recordsIn > 0);
	const out = (sums: WorkSums) => (sums.passIn > 0 ? sums.recordsOut : sums.recordsIn);
	return last === undefined
		? undefined
		: {beforeRps: (out(last.before) * 1000) / lengthMs, duringRps: (out(last.during) * 1000) / duringMs};
}

function slowest(stages: readonly StageSums[], sumsOf: (stage: StageSums) => WorkSums): string | undefined {
	const rated = stages.flatMap(stage => {
		const rps = workRps(sumsOf(stage));
		return rps === undefined ? [] : [{name: stage.name, rps}];
	});
	return rated.sort((a, b) => a.rps - b.rps)[0]?.name;
}
