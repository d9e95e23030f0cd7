import type {Series} from '../../series/series.ts';
import type {WorkRow} from '../../series/stages.ts';
import {trouble} from '../../series/troubles.ts';
import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import {guards} from '../circuits/guards.ts';
import type {BottleneckView} from '../snapshot.ts';
import {bucketsIn, type Window} from '../window.ts';
import {latencyOf} from './latency.ts';
import {stageRows} from './stage-rows.ts';
import {type Moment, type StageReading, troubleOf} from './stage-views.ts';
import {sumWork, type WorkSums, wholeIn, workRps} from './work-sums.ts';

const beforeMs = 5 * 60_000;
const recentMs = 10_000;
const enough = 5; // completions: with fewer, one slow batch would look like a change
const slower = 1.25;
const lower = 0.8;

/**
What stands out about the bottleneck, most telling first: a circuit of it that isn't closed, then what changed compared
with the 5 minutes before, then why another stage has the larger demand. All are observed facts. None claims that one
causes another.
*/
export function reasonsFor(
	series: Series,
	bottleneck: Omit<BottleneckView, 'reasons'>,
	readings: readonly StageReading[],
	circuits: readonly CircuitTimeline[],
	moment: Moment,
): string[] {
	const slowest = readings.find(({view}) => view.name === bottleneck.stage);
	const busiest = readings.find(({view}) => view.name === bottleneck.demand?.stage);
	return slowest === undefined
		? []
		: [
				...circuitReasons(bottleneck.stage, circuits),
				...(bottleneck.whyByTime === undefined ? [] : [bottleneck.whyByTime]),
				...changes(series, slowest, moment),
				...demandReasons(slowest, busiest),
			];
}

function circuitReasons(stage: string, circuits: readonly CircuitTimeline[]): string[] {
	return circuits.flatMap(circuit => {
		const state = circuit.changes.at(-1)?.state;
		const isDown = state !== undefined && state !== 'closed' && guards(circuit, stage);
		return isDown ? [`circuit ${circuit.name} ${state === 'open' ? 'open' : 'half-open'}`] : [];
	});
}

function changes(series: Series, {view, sums}: StageReading, {atMs, window, windowMs}: Moment): string[] {
	if (windowMs === undefined) {
		return [];
	}

	const rows = stageRows(series, view.name, window.through);
	const {latencies} = series.stages;
	const now = newestOf(series, rows, window, sums);
	const after = now.after - bucketsIn(series, beforeMs);
	const earlier = sumWork(rows, after, now.after);
	const p95 = latencyOf(latencies, rows, now.after, window.through, now.sums.maxElapsedMs)?.p95;
	const p95Before = latencyOf(latencies, rows, after, now.after, earlier.maxElapsedMs)?.p95;
	const rps = workRps(now.sums);
	const rpsBefore = workRps(earlier);
	const span = spanText(Math.min(beforeMs, atMs - (series.fromMs ?? atMs)));
	const reasons: string[] = [];
	if (p95 !== undefined && p95Before !== undefined && p95 > p95Before * slower) {
		reasons.push(`p95 ${grouped(p95Before)} → ${grouped(p95)} ms in ${span}`);
	}

	if (rps !== undefined && rpsBefore !== undefined && rps < rpsBefore * lower) {
		reasons.push(`${grouped(rpsBefore)} → ${grouped(rps)} rps in ${span}`);
	}

	for (const [name, column, count] of [
		['errors', trouble.errors, view.errors],
		['retries', trouble.retries, view.retries],
	] as const) {
		const usual = troubleOf(series, view.name, column, window.after - bucketsIn(series, beforeMs), window.after) * (windowMs / beforeMs);
		if (count > usual * slower) {
			reasons.push(`${name} ${grouped(usual)} → ${grouped(count)} in ${grouped(windowMs / 1000)}s`);
		}
	}

	return reasons;
}

/**
The period to compare with the one before: the last seconds if there were enough completions in and before them, because
a recent change hardly shows in a whole window.
*/
function newestOf(series: Series, rows: readonly WorkRow[], {after, through}: Window, sums: WorkSums): {after: number; sums: WorkSums} {
	const recentAfter = Math.max(after, through - bucketsIn(series, recentMs));
	const recent = {after: recentAfter, sums: sumWork(rows, recentAfter, through)};
	const before = sumWork(rows, recentAfter - bucketsIn(series, beforeMs), recentAfter);
	return recent.sums.completions >= enough && before.completions >= enough ? recent : {after, sums};
}

/** `5m`, `40s`. */
function spanText(ms: number): string {
	return ms < 120_000 ? `${Math.round(ms / 1000)}s` : `${Math.round(ms / 60_000)}m`;
}

/** Why the stage with the lowest throughput isn't the one with the largest demand. */
function demandReasons(slowest: StageReading, busiest: StageReading | undefined): string[] {
	if (busiest === undefined || busiest === slowest) {
		return [];
	}

	const part = wholeIn(slowest.sums) / wholeIn(busiest.sums);
	if (!(part < 0.95)) {
		return [`a batch takes longer in ${busiest.view.name}`];
	}

	const percent = Math.round(part * 100);
	return slowest.view.errors > 0
		? [`it completed ${percent}% of ${busiest.view.name}'s records`]
		: [`only ${percent}% of ${busiest.view.name}'s records reach ${slowest.view.name}`];
}

/** Three digits below 10, otherwise an integer in groups of three. */
function grouped(value: number): string {
	const text = value < 10 ? String(Math.round(value * 100) / 100) : String(Math.round(value));
	return text.replaceAll(/\B(?=(?:\d{3})+$)/g, value < 1000 ? '' : ' ');
}
