import type {TimelineSignal, TimelineView} from '../../src/insight/timeline/timeline-view.ts';
import {formatCountWithin, formatPercent, formatRate} from '../../src/screen/format/format.ts';
import {merged, type Piece} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import {foreignName} from '../../src/screen/text/foreign.ts';
import {fitEnd} from '../../src/screen/text/truncate.ts';
import {cellOf, chartPlace, hasScale, labelCells, scaleCells} from '../../src/screen/timeline/timeline-place.ts';
import {type AreaCell, areaChart} from '../widgets/area-chart.ts';
import {largestOf} from '../widgets/points.ts';
import type {TimelineProps} from './timeline-props.ts';

/** One signal of the timeline. */
export type Signal = {
	readonly id: 'rps' | 'stage' | 'errors' | 'circuits' | 'cache';
	readonly label: string;
	readonly points: TimelineSignal;
	/** The upper edge, as a number and as the text of the scale. */
	readonly most: number;
	readonly scale: string;
	readonly style: Style;
};

/** The signals with any known values, in order. */
export function signalsOf(timeline: TimelineView, {theme}: Pick<TimelineProps, 'theme'>): readonly Signal[] {
	const {throughputRps, stage, errorsPerSecond, openCircuits, cacheHitRate} = timeline;
	const {up} = theme.glyphs;
	const rate = (points: TimelineSignal): string => `${up}${formatRateWithin(largestOf(points))}`;
	const signals: ReadonlyArray<Signal | undefined> = [
		{id: 'rps', label: 'rps', points: throughputRps, most: largestOf(throughputRps), scale: rate(throughputRps), style: theme.bar},
		stage && {
			id: 'stage',
			label: foreignName(stage.name, theme),
			points: stage.throughputRps,
			most: largestOf(stage.throughputRps),
			scale: rate(stage.throughputRps),
			style: theme.barHot,
		},
		{
			id: 'errors',
			label: 'errors',
			points: errorsPerSecond,
			most: largestOf(errorsPerSecond),
			scale: `${rate(errorsPerSecond)}/s`,
			style: theme.danger,
		},
		{
			id: 'circuits',
			label: 'circuits',
			points: openCircuits,
			most: Math.max(1, largestOf(openCircuits)),
			scale: `${up}${largestOf(openCircuits)} open`,
			style: theme.circuit.open,
		},
		{id: 'cache', label: 'cache', points: cacheHitRate, most: 1, scale: `${up}${formatPercent(1)}`, style: theme.trend},
	];
	return signals.filter(
		signal => signal !== undefined && (signal.id === 'rps' || signal.id === 'errors' || signal.points.some(point => point !== undefined)),
	) as readonly Signal[];
}

/** A signal's rows: its name, the chart, its scale. */
export function chartRows(
	{label, points, most, scale, style}: Signal,
	height: number,
	timeline: TimelineView,
	props: TimelineProps,
): ReadonlyArray<readonly Piece[]> {
	const {theme, cursor} = props;
	const {cells} = chartPlace(props);
	const cursorCell = cellOf(cursor.atMs, timeline, cells);
	const chart = areaChart(points, {width: cells, height, most, unreadFrom: unreadFrom(timeline, props)}, theme.glyphs.area);
	return chart.map((row, index): readonly Piece[] => [
		{text: ` ${fitEnd(index === 0 ? label : '', labelCells - 2, theme.glyphs.ellipsis)} `, style: theme.strong},
		...cellPieces(row, cursorCell, style, props),
		{text: index === 0 && hasScale(props.width) ? ` ${fitEnd(scale, scaleCells - 1)}` : '', style: theme.muted},
	]);
}

/** One piece per run of the same look, with the cursor as its own column. */
export function cellPieces(
	row: readonly AreaCell[],
	cursor: number | undefined,
	style: Style,
	{theme}: Pick<TimelineProps, 'theme'>,
): readonly Piece[] {
	return merged(
		row.map(({glyph, kind}, cell) => ({
			text: glyph,
			style: cell === cursor ? theme.selection : kind === 'value' ? style : theme.muted,
		})),
	);
}

/** The first point that isn't read yet. */
export function unreadFrom({fromMs, columnMs, knownToMs, throughputRps}: TimelineView, {source}: Pick<TimelineProps, 'source'>): number {
	return source.type === 'reading' ? Math.ceil((knownToMs - fromMs + 1) / columnMs) : throughputRps.length;
}

function formatRateWithin(rate: number): string {
	const text = formatRate(rate);
	return text.length <= 7 ? text : formatCountWithin(rate, 7);
}
