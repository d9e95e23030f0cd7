import {countThrough} from '../series/parts/log-position.ts';
import type {Series} from '../series/series.ts';
import {levelColumns, tally} from '../series/tally.ts';
import {cacheViewsAt} from './cache-views.ts';
import {type CircuitTimeline, circuitTimelines} from './circuits/circuit-timelines.ts';
import {circuitViewsAt} from './circuits/circuit-views.ts';
import {emptySnapshot} from './empty-snapshot.ts';
import {incidentsKnownAt, type KnownIncidents, noIncidents} from './incidents.ts';
import {lastTold, type ReportsThrough, reportedCount} from './reported-count.ts';
import type {AlertView, BottleneckView, Snapshot, SourceCounts} from './snapshot.ts';
import {bottleneckOf, lowestLast, type Ranking} from './stages/bottleneck.ts';
import {limitsAt} from './stages/limits-at.ts';
import {reasonsFor} from './stages/reasons.ts';
import {signatureViewsAt} from './stages/signature-views.ts';
import {hiddenNames, stageRows} from './stages/stage-rows.ts';
import {type Moment, type StageReading, stageReadingsAt} from './stages/stage-views.ts';
import {trendSlices} from './stages/trend.ts';
import {completionsThrough} from './stages/work-sums.ts';
import {medianGapMs, silenceThresholdMs} from './timeline/gaps.ts';
import {judgedByReading} from './understood.ts';
import {type Verdict, verdictAt} from './verdict.ts';
import {endOf, windowAt} from './window.ts';

const maxAlerts = 20;

/** A query to a series. */
export type SnapshotQuestion = {
	/** The cursor, which stands for its whole bucket. `undefined` is the end of the log. */
	readonly atMs: number | undefined;
	/** The window that ends at the cursor. `undefined` is the whole log up to it. */
	readonly windowMs: number | undefined;
	/** Whether the log has timestamps. */
	readonly hasTime: boolean;
	/** Whether its start was left out (`--since`), so the pipeline's counts from its own start are too high. */
	readonly hasSince?: boolean | undefined;
	/** Live only: how long ago the last event arrived, by the watcher's clock. */
	readonly stalledAfter?: {readonly msSinceLastArrival: number} | undefined;
	readonly source: SourceCounts;
	readonly dialects: readonly string[];
	/** The incidents, if the caller already knows them, because finding them takes a while. */
	readonly incidents?: KnownIncidents | undefined;
};

/**
The state at a time: everything that the screen and `health` show. Only events in or before the cursor's bucket count.
So at the end of a bucket, a replay shows what a live watcher saw.
*/
export function snapshotAt(series: Series, question: SnapshotQuestion): Snapshot {
	const atMs = question.atMs ?? series.toMs ?? 0;
	const moment: Moment = {atMs, windowMs: question.windowMs, window: windowAt(series, atMs, question.windowMs)};
	const {through} = moment.window;
	const totals = totalsThrough(series, through);
	const timelines = circuitTimelines(series, endOf(series, through));
	const readings = stageReadingsAt(series, moment);
	const stages = readings.map(({view}) => view);
	const told = {reports: series.reports, count: series.reports.timeline.countThrough(through)};
	const fired = series.alerts.firedIn(Number.NEGATIVE_INFINITY, through); // no pipeline includes these in its report
	const isEmpty = totals.events === 0;
	const hasSince = question.hasSince ?? false;
	const ownBatches = isEmpty ? undefined : ownBatchCount(series, readings, through, totals.batches);
	const incidents = question.incidents ?? (isEmpty || !question.hasTime ? noIncidents : incidentsKnownAt(series, atMs));
	const snapshot: Snapshot = {
		atMs: isEmpty ? question.atMs : atMs,
		fromMs: isEmpty ? undefined : series.fromMs,
		toMs: isEmpty ? undefined : totals.lastMs,
		windowMs: question.windowMs,
		...judgedByReading(
			isEmpty
				? unknownVerdict
				: verdictAt(series, through, {
						timelines,
						stages: [...series.stages.table.rows.keys()],
						reports: told.count,
						ongoing: incidents.ongoing,
					}),
			series,
			through,
			totals.events,
		),
		stalledMs: stalledMsOf(series, question, through),
		batchCount: reportedCount(told, 'batchCount', ownBatches, hasSince),
		totalAlerts: isEmpty ? undefined : reportedCount(told, 'totalAlerts', totals.alerts, hasSince) + fired,
		peakMemoryKb: lastTold(told, 'peakMemoryKb'),
		memoryTrend: memoryTrend(series, through),
		meanRecentThroughputRps: meanRecentRps(series, through) ?? lastTold(told, 'meanRecentThroughputRps'),
		stages,
		otherStages: otherStagesOf(series, through),
		bottleneck: bottleneckAt(series, readings, timelines, told, moment),
		circuits: circuitViewsAt(
			series,
			timelines,
			stages.map(({name}) => name),
			moment,
		),
		caches: cacheViewsAt(series, through),
		signatures: signatureViewsAt(series, stages, through, endOf(series, through)),
		alerts: alertsThrough(series, through),
		levelCounts: totals.levelCounts,
		incidents: incidents.count,
		source: question.source,
		dialects: question.dialects,
	};
	return question.hasTime ? snapshot : withoutTimes(snapshot);
}

/** Counts over all events up to a bucket. */
function totalsThrough(series: Series, through: number) {
	const {timeline} = series.tally;
	const end = timeline.countThrough(through);
	const sums = new Float64Array(timeline.layout.stride);
	for (let index = 0; index < end; index++) {
		for (let column = tally.batches; column < sums.length; column++) {
			sums[column] = (sums[column] ?? 0) + timeline.get(index, column);
		}
	}

	const levelCounts = {...emptySnapshot.levelCounts};
	let events = 0;
	for (const [level, column] of levelColumns) {
		levelCounts[level] = sums[column] ?? 0;
		events += levelCounts[level];
	}

	const lastMs = end > 0 ? timeline.get(end - 1, tally.lastMs) : undefined;
	return {events, lastMs, levelCounts, batches: sums[tally.batches] ?? 0, alerts: sums[tally.alerts] ?? 0};
}

const unknownVerdict: Verdict = {status: 'UNKNOWN', statusReasons: []};

/** Live only: no event for max(10 s, 5 x the median gap between batches). */
function stalledMsOf(series: Series, question: SnapshotQuestion, through: number): number | undefined {
	const quietMs = question.stalledAfter?.msSinceLastArrival;
	if (quietMs === undefined || series.toMs === undefined) {
		return undefined;
	}

	const {timeline} = series.tally;
	// Only ids seen until then count, because a live watcher knew no others.
	const haveIds = timeline.sum(tally.batches, Number.NEGATIVE_INFINITY, through) > 0;
	const holdsBatch = haveIds ? (index: number) => timeline.get(index, tally.batches) > 0 : () => true;
	return quietMs > silenceThresholdMs(medianGapMs(timeline, through, series.stepMs, holdsBatch)) ? quietMs : undefined;
}

/**
The number of distinct ids. Without ids, the completions of the stage that completed most, because every batch visits
it.
*/
function ownBatchCount(series: Series, readings: readonly StageReading[], through: number, named: number): number {
	return named > 0 ? named : Math.max(0, ...readings.map(({view}) => completionsThrough(stageRows(series, view.name, through), through)));
}

/** For each of the last 10 batches the smallest stage throughput, averaged. */
function meanRecentRps(series: Series, through: number): number | undefined {
	const minima = series.batches.recent.lastMinima(through);
	return minima.length === 0 ? undefined : minima.reduce((sum, rps) => sum + rps, 0) / minima.length;
}

function bottleneckAt(
	series: Series,
	readings: readonly StageReading[],
	timelines: readonly CircuitTimeline[],
	told: ReportsThrough,
	moment: Moment,
): Snapshot['bottleneck'] {
	const {after, through} = moment.window;
	const begun = series.tally.timeline.sum(tally.batches, after, through);
	const batches = begun > 0 ? begun : Math.max(0, ...readings.map(({sums}) => sums.completions));
	const ranking = moment.windowMs === undefined ? lowestLast(readings) : steadyRanking(series, readings, moment);
	const bottleneck = bottleneckOf(readings, ranking, batches, reportedBottleneck(told, after));
	return bottleneck === undefined ? undefined : {...bottleneck, reasons: reasonsFor(series, bottleneck, readings, timelines, moment)};
}

/** How many stages are shown as `other`. */
function otherStagesOf(series: Series, through: number): number {
	const folded = [...series.stages.otherNames.values()].filter(ms => series.bucketOf(ms) <= through);
	return folded.length + [...hiddenNames(series)].filter(name => stageRows(series, name, through).length > 0).length;
}

function steadyRanking(series: Series, readings: readonly StageReading[], {window: {after, through}}: Moment): Ranking {
	const rows = new Map(readings.map(({view: {name}}) => [name, stageRows(series, name, through)]));
	const {limits, contenders} = limitsAt(series, rows, through, through - after);
	return {limits, rps: new Map(contenders.flatMap(({name, rps}) => (rps === undefined ? [] : [[name, rps] as const])))};
}

/** @param after - Reports before this bucket don't count: what they say is not of now. */
function reportedBottleneck({reports, count}: ReportsThrough, after: number): BottleneckView['next'] {
	for (let index = count - 1; index >= 0 && reports.timeline.bucketAt(index) >= after; index--) {
		const stage = reports.bottleneckStage(index);
		if (stage !== undefined) {
			return {stage, throughputRps: reports.told(index, 'bottleneckRps')};
		}
	}
	return undefined;
}

function memoryTrend(series: Series, through: number): Array<number | undefined> {
	const {reports} = series;
	return trendSlices(series, through).map(slice =>
		lastTold({reports, count: reports.timeline.countThrough(slice.through)}, 'peakMemoryKb', reports.timeline.countThrough(slice.after)),
	);
}

function alertsThrough(series: Series, through: number): AlertView[] {
	const {list} = series.alerts;
	const end = countThrough(list, {ms: endOf(series, through), place: -1});
	return list.slice(Math.max(0, end - maxAlerts), end).map(({ms, place, ...alert}) => ({...alert, timeMs: ms}));
}

/** A log without timestamps has an order, but no times to show. */
function withoutTimes(snapshot: Snapshot): Snapshot {
	return {
		...snapshot,
		atMs: undefined,
		fromMs: undefined,
		toMs: undefined,
		stages: snapshot.stages.map(stage => ({...timeless(stage), hosts: stage.hosts.map(timeless)})),
		circuits: snapshot.circuits.map(circuit => ({...circuit, sinceMs: undefined})),
		signatures: snapshot.signatures.map(signature => ({...signature, announcedAtMs: undefined})),
		alerts: snapshot.alerts.map(alert => ({...alert, timeMs: undefined})),
	};
}

function timeless<Rated extends {readonly throughputAtMs?: number | undefined}>(rated: Rated): Rated {
	return {...rated, throughputAtMs: undefined};
}
