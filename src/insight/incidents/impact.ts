import type {Series} from '../../series/series.ts';
import {levelColumns} from '../../series/tally.ts';
import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import type {Impact} from '../incident.ts';
import {limitingStage} from '../stages/limiting-stage.ts';
import {stageNamesThrough, stageRows} from '../stages/stage-rows.ts';
import {sumWork, type WorkSums} from '../stages/work-sums.ts';
import {bypassesOf, type StageSums} from './bypass.ts';
import type {Group} from './group-symptoms.ts';

const beforeMs = 5 * 60_000;
const shortestCalmMs = 5000;

/** A stretch without an incident. */
export type Calm = {readonly fromMs: number; readonly toMs: number};

type Known = {
	/** The calm stretches before it, newest last. */
	readonly calms: readonly Calm[];
	/** Of the circuits. */
	readonly timelines: readonly CircuitTimeline[];
	/** The end of the known time. */
	readonly nowMs: number;
};

/**
The cost of an incident, compared with the 5 minutes before it, excluding other incidents. If one incident directly
follows another, the comparison is with the last calm before both.

*/
export function impactOf(
	series: Series,
	{startMs, endMs, symptoms}: Pick<Group, 'startMs' | 'endMs' | 'symptoms'>,
	{calms, timelines, nowMs}: Known,
): Impact {
	const {bucketOf, stepMs} = series;
	const through = bucketOf((endMs ?? nowMs) - 1);
	const start = bucketOf(startMs) - 1;
	const before = bucketsBefore(calms, series);
	const stages = stageNamesThrough(series, through).map(name => {
		const rows = stageRows(series, name, through);
		return {name, rows, before: sumWork(rows, before.after, before.through), during: sumWork(rows, start, through)};
	});
	const limiting = (span: 'before' | 'during', from: number, to: number) =>
		limitingStage(
			series,
			stages.map(stage => ({...stage, sums: stage[span]})),
			from,
			to,
		);
	const beforeLengthMs = (before.through - before.after) * stepMs;
	const throughput = beforeLengthMs < shortestCalmMs ? undefined : flowOut(stages, beforeLengthMs, (through - start) * stepMs);
	const missing =
		throughput === undefined ? undefined : ((throughput.beforeRps - throughput.duringRps) * (through - start) * stepMs) / 1000;
	return {
		throughput,
		bottleneck: {before: limiting('before', before.after, before.through), during: limiting('during', start, through)},
		recordsNotProcessed: missing === undefined ? undefined : Math.max(0, Math.round(missing)),
		errors: errorColumns.reduce((sum, column) => sum + series.tally.timeline.sum(column, start, through), 0),
		alerts: series.alertsIn(start, through),
		bypasses: bypassesOf(series, stages, {symptoms, timelines, after: start, through}),
	};
}

/** The end of the last calm that is long enough to show what is usual. */
function bucketsBefore(calms: readonly Calm[], {bucketOf}: Series): {readonly after: number; readonly through: number} {
	const {fromMs, toMs} = calms.findLast(calm => calm.toMs - calm.fromMs >= 2 * shortestCalmMs) ?? calms.at(-1) ?? {fromMs: 0, toMs: 0};
	const through = bucketOf(toMs) - 1;
	return {after: Math.min(through, bucketOf(Math.max(fromMs, toMs - beforeMs))), through};
}

const errorColumns = levelColumns.flatMap(([level, column]) => (level === 'error' || level === 'fatal' ? [column] : []));

/** Output of the last stage that worked before, per second of wall-clock time. */
function flowOut(stages: readonly StageSums[], lengthMs: number, duringMs: number): Impact['throughput'] {
	const last = stages.findLast(({before}) => before.recordsIn > 0);
	if (last === undefined) {
		return undefined;
	}
	const tellsOut = ({passIn, completions}: WorkSums) => passIn > 0 || completions === 0;
	// The same column for both.
	const records = tellsOut(last.before) && tellsOut(last.during) ? 'recordsOut' : 'recordsIn';
	return {beforeRps: (last.before[records] * 1000) / lengthMs, duringRps: (last.during[records] * 1000) / duringMs};
}
