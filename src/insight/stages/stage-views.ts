import {outcome} from '../../series/outcomes.ts';
import {compareNames, compareSpots} from '../../series/parts/log-position.ts';
import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import type {WorkRow} from '../../series/stages.ts';
import {trouble} from '../../series/troubles.ts';
import type {HostView, StageView} from '../snapshot.ts';
import {medianGapMs, silenceThresholdMs} from '../timeline/gaps.ts';
import {bucketsIn, endOf, share, type Window} from '../window.ts';
import {isFailing} from './failing.ts';
import {lastRateOf, lastRpsWithin} from './last-work.ts';
import {latencyOf} from './latency.ts';
import {workOverlaps} from './overlap.ts';
import {trendSlices} from './trend.ts';
import {passRateOf, sumWork, type WorkSums, workRps} from './work-sums.ts';

const usualWindowMs = 60_000;

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
	return stageNamesThrough(series, moment.window.through).map(name => stageReadingAt(series, name, moment));
}

/** The rows of a stage that exist by a bucket. */
export function stageRows(series: Series, name: string, through: number): Array<WorkRow & {readonly host: string}> {
	return [...(series.stages.table.rows.get(name) ?? [])]
		.filter(([, row]) => row.work.countThrough(through) > 0)
		.map(([host, row]) => ({...row, host}))
		.sort((a, b) => compareNames(a.host, b.host));
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

/**
The order in which batches visit the stages: by mean position in a batch, then by first appearance. Stages that no batch
names come last.
*/
export function stageNamesThrough(series: Series, through: number): string[] {
	const ordinals = series.batches.visits.meanOrdinals(endOf(series, through));
	const stages = [...series.stages.table.rows.keys()].flatMap(name => {
		const spots = stageRows(series, name, through)
			.map(({firstMs, firstPlace}) => ({ms: firstMs, place: firstPlace}))
			.sort(compareSpots);
		return spots[0] === undefined ? [] : [{name, first: spots[0], ordinal: ordinals.get(name) ?? Number.MAX_VALUE}];
	});
	return stages.sort((a, b) => a.ordinal - b.ordinal || compareSpots(a.first, b.first)).map(({name}) => name);
}

function stageReadingAt(series: Series, name: string, moment: Moment): StageReading {
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
		failures: series.outcomes.table.rows.get(name)?.get('')?.sum(outcome.count, after, through) ?? 0,
		errors: troubleOf(series, name, trouble.errors, after, through),
		retries: troubleOf(series, name, trouble.retries, after, through),
		passRate: passRateOf(sums),
		busy: share(sums.elapsedMs, window),
		latencyMs: latencyOf(series.stages.latencies, rows, after, through, sums.maxElapsedMs),
		trend: trendSlices(series, through).map(slice => trendPoint(rows, slice.after, slice.through)),
		silentMs: silentMsOf(series, rows, moment),
		hosts: rows.map(row => hostViewAt(series, name, row, moment)),
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

/** The stage's own name. For `other`, the names folded into it. */
function componentsOf(series: Series, stage: string): Iterable<string> {
	return stage === otherName ? [otherName, ...series.stages.otherNames.keys()] : [stage];
}

/** The sum of the hosts' throughputs in a slice. */
export function trendPoint(rows: readonly WorkRow[], after: number, through: number): number | undefined {
	const rates = rows.map(row => workRps(sumWork([row], after, through)) ?? lastRpsWithin(row, after, through));
	const known = rates.filter(rate => rate !== undefined);
	return known.length === 0 ? undefined : known.reduce((sum, rate) => sum + rate, 0);
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
