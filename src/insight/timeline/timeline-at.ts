import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {levelColumns} from '../../series/tally.ts';
import {hitRateIn} from '../cache-views.ts';
import {circuitTimelines} from '../circuits/circuit-timelines.ts';
import {openCircuitsIn} from '../circuits/open-circuits.ts';
import {stageNamesThrough, stageRows} from '../stages/stage-rows.ts';
import {trendPoint} from '../stages/trend.ts';
import {medianGapMs} from './gaps.ts';
import {columnSlices, type TimeSlice} from './time-slices.ts';
import type {TimelineRequest, TimelineSignal, TimelineView} from './timeline-view.ts';

const gapsSmoothed = 2;

/**
The log, or a part of it, in one line per signal.

A column shorter than a bucket shows its bucket. A column shorter than two usual gaps between batches shows the rate
over two gaps. Otherwise a pipeline with one batch every ten seconds would be a row of needles. Values outside the log
are unknown, not zero.

@param knownToMs - The end of the known time: the last event, or the present when live.
@returns `undefined` before the first event.
*/
export function timelineAt(series: Series, request: TimelineRequest, knownToMs = series.toMs ?? 0): TimelineView | undefined {
	const {fromMs: firstMs} = series;
	const columns = Math.max(1, Math.floor(request.columns));
	if (firstMs === undefined) {
		return undefined;
	}

	const fromMs = request.span?.fromMs ?? firstMs;
	const toMs = Math.max(request.span?.toMs ?? knownToMs + 1, fromMs + 1);
	const columnMs = (toMs - fromMs) / columns;
	const slices = columnSlices({fromMs, columnMs, columns, stepMs: series.stepMs, knownFromMs: firstMs, knownToMs});
	const through = series.bucketOf(knownToMs);
	const lastStage = stageNamesThrough(series, through).at(-1);
	return {
		fromMs,
		toMs,
		columnMs,
		knownToMs,
		throughputRps: lastStage === undefined ? unknown(slices) : flowOf(stageRows(series, lastStage, through), series.stepMs, slices),
		stage: stageLine(series, request.stage, through, slices),
		errorsPerSecond: errorsOf(series, slices),
		openCircuits: openCircuitsIn(circuitTimelines(series, Number.POSITIVE_INFINITY), slices),
		cacheHitRate: cacheHitRateOf(series, slices),
		alerts: slices.map(slice => (slice === undefined ? undefined : alertsIn(series, slice))),
	};
}

type Slices = ReadonlyArray<TimeSlice | undefined>;

function unknown(slices: Slices): TimelineSignal {
	return slices.map(() => undefined);
}

function flowOf(rows: readonly WorkRow[], stepMs: number, slices: Slices): TimelineSignal {
	const column = rows.some(({work: timeline}) => timeline.sum(work.recordsOut, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) > 0)
		? work.recordsOut
		: work.recordsIn;
	const least = smoothedBuckets(rows, stepMs);
	return slices.map(slice => {
		if (slice === undefined) {
			return undefined;
		}

		const {after, lengthMs} = slice.atLeast(least);
		const records = rows.reduce((sum, {work: timeline}) => sum + timeline.sum(column, after, slice.through), 0);
		return (records * 1000) / lengthMs;
	});
}

function stageLine(series: Series, name: string | undefined, through: number, slices: Slices): TimelineView['stage'] {
	const rows = name === undefined ? [] : stageRows(series, name, through);
	if (name === undefined || rows.length === 0) {
		return undefined;
	}

	const least = smoothedBuckets(rows, series.stepMs);
	const throughputRps = slices.map(slice =>
		slice === undefined ? undefined : trendPoint(rows, slice.atLeast(least).after, slice.through),
	);
	return {name, throughputRps};
}

function smoothedBuckets(rows: readonly WorkRow[], stepMs: number): number {
	const gaps = rows
		.map(({work: timeline}) => medianGapMs(timeline, Number.POSITIVE_INFINITY, stepMs, index => timeline.get(index, work.completions) > 0))
		.filter(gap => gap !== undefined);
	return gaps.length === 0 ? 1 : Math.ceil((gapsSmoothed * Math.min(...gaps)) / stepMs);
}

const errorColumns = levelColumns.filter(([level]) => level === 'error' || level === 'fatal').map(([, column]) => column);

function errorsOf({tally: {timeline}}: Series, slices: Slices): TimelineSignal {
	return slices.map(slice => {
		if (slice === undefined) {
			return undefined;
		}

		const errors = errorColumns.reduce((sum, column) => sum + timeline.sum(column, slice.after, slice.through), 0);
		return (errors * 1000) / slice.lengthMs;
	});
}

/** When several columns share a bucket, the first one has its alerts. */
function alertsIn(series: Series, {after, through, isRepeated}: TimeSlice): number {
	return isRepeated ? 0 : series.alertsIn(after, through);
}

function cacheHitRateOf(series: Series, slices: Slices): TimelineSignal {
	const first = slices.find(slice => slice !== undefined);
	const lines = [...series.caches.table.rows.values()].flatMap(hosts => {
		const row = hosts.get('');
		if (row === undefined || first === undefined) {
			return [];
		}

		let last = hitRateIn(row, Number.NEGATIVE_INFINITY, first.after);
		return [
			slices.map(slice => {
				last = slice === undefined ? last : (hitRateIn(row, slice.after, slice.through) ?? last);
				return slice === undefined ? undefined : last;
			}),
		];
	});
	return slices.map((_, index) => {
		const rates = lines.map(line => line[index]).filter(rate => rate !== undefined);
		return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
	});
}
