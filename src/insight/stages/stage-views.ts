import {outcome} from '../../series/outcomes.ts';
import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import type {WorkRow} from '../../series/stages.ts';
import {trouble} from '../../series/troubles.ts';
import type {HostView, StageView} from '../snapshot.ts';
import {medianGapMs, silenceThresholdMs} from '../timeline/gaps.ts';
import {bucketsIn, endOf, share, type Window} from '../window.ts';
import {isFailing} from './failing.ts';
import {lastRateOf} from './last-work.ts';
import {latencyOf} from './latency.ts';
import {workOverlaps} from './overlap.ts';
import {hiddenNames, stageNamesThrough, stageRows} from './stage-rows.ts';
import {type TrendSlice, trendOf, trendSlices} from './trend.ts';
import {passRateOf, sumWork, type WorkSums, workRps} from './work-sums.ts';

const usualWindowMs = 60_000;
const mostHosts = 65; // of one stage; more are those of several stages

/** The moment and window of a view. */
export type Moment = {
	readonly atMs: number;
	/** `undefined` is the whole log. */
	readonly windowMs: number | undefined;
	readonly window: Window;
};

/** A stage's view, and the sums over the window that it is based on. */
export type StageReading = {readonly view: StageView; readonly sums: WorkSums};

/** The stages known at a moment, in pipeline order. */
export function stageReadingsAt(series: Series, moment: Moment): StageReading[] {
	const {through} = moment.window;
	const slices = trendSlices(series, through);
	return stageNamesThrough(series, through).map(name => stageReadingAt(series, name, slices, moment));
}

/** A column of the errors and retries of a stage's component over `(after, through]`. */
export function troubleOf(series: Series, stage: string, column: number, after: number, through: number): number {
	let count = 0;
	for (const component of componentsOf(series, stage)) {
		for (const timeline of series.troubles.table.rows.get(component)?.values() ?? []) {
			count += timeline.sum(column, after, through);
		}
	}

	return count;
}

function stageReadingAt(series: Series, name: string, slices: readonly TrendSlice[], moment: Moment): StageReading {
	const {window} = moment;
	const {after, through} = window;
	const rows = stageRows(series, name, through);
	const sums = sumWork(rows, after, through);
	const flow = share(sums.recordsIn, window);
	const view: StageView = {
		name,
		...rateView(series, name, rows, moment),
		...(workOverlaps(series, rows, after, through) && {isPerWorker: true}),
		windowRps: workRps(sums),
		flowRps: flow === undefined ? undefined : flow * 1000,
		recordsIn: sums.recordsIn,
		recordsOut: sums.recordsOut,
		completions: sums.completions,
		failures: failuresOf(series, name, after, through),
		errors: troubleOf(series, name, trouble.errors, after, through),
		retries: troubleOf(series, name, trouble.retries, after, through),
		passRate: passRateOf(sums),
		busy: share(sums.elapsedMs, window),
		latencyMs: latencyOf(series.stages.latencies, rows, after, through, sums.maxElapsedMs),
		trend: trendOf(rows, slices),
		silentMs: silentMsOf(series, rows, moment),
		hosts: rows.length > mostHosts ? [] : rows.map(row => hostViewAt(series, name, row, moment)),
	};
	return {view, sums};
}

/** @param name - Of the stage. `undefined` for its part on one host, of which only completions are known. */
function rateView(
	series: Series,
	name: string | undefined,
	rows: readonly WorkRow[],
	{window, windowMs}: Moment,
): Pick<HostView, 'throughputRps' | 'throughputAtMs' | 'isPast'> {
	const {after, through} = window;
	const rate = lastRateOf(rows, through, bucketsIn(series, windowMs ?? usualWindowMs));
	const hasFailedSince = name !== undefined && isFailing(series, name, rows, through);
	return {
		throughputRps: rate?.rps,
		throughputAtMs: rate?.ms,
		...(rate !== undefined && windowMs !== undefined && (rate.bucket < after || hasFailedSince) && {isPast: true}),
	};
}

function hostViewAt(series: Series, name: string, row: WorkRow & {readonly host: string}, moment: Moment): HostView {
	const {window} = moment;
	const {after, through} = window;
	const sums = sumWork([row], after, through);
	const errors = series.troubles.table.rows.get(name)?.get(row.host)?.sum(trouble.errors, after, through);
	return {
		name: row.host,
		...rateView(series, undefined, [row], moment),
		recordsIn: sums.recordsIn,
		recordsOut: sums.recordsOut,
		passRate: passRateOf(sums),
		busy: share(sums.elapsedMs, window),
		errors: errors ?? 0,
	};
}

function failuresOf(series: Series, stage: string, after: number, through: number): number {
	let count = 0;
	for (const component of componentsOf(series, stage)) {
		count += series.outcomes.table.rows.get(component)?.get('')?.sum(outcome.count, after, through) ?? 0;
	}

	return count;
}

/** The stage's own name. For `other`, the names folded into it. */
function componentsOf(series: Series, stage: string): Iterable<string> {
	return stage === otherName ? [otherName, ...hiddenNames(series), ...series.stages.otherNames.keys()] : [stage];
}

/** Counted from the end of the bucket in which it last completed or failed. */
function silentMsOf(series: Series, rows: readonly WorkRow[], {atMs, window}: Moment): number | undefined {
	const lastBucket = ({work}: WorkRow) => work.bucketAt(work.countThrough(window.through) - 1);
	const last = rows.reduce<WorkRow | undefined>((a, b) => (a === undefined || lastBucket(b) > lastBucket(a) ? b : a), undefined);
	if (last === undefined) {
		return undefined;
	}

	const silentMs = atMs + 1 - endOf(series, lastBucket(last));
	const usualMs = medianGapMs(last.work, window.through, series.stepMs, () => true);
	return silentMs > silenceThresholdMs(usualMs) ? silentMs : undefined;
}
