import {memo} from 'react';
import type {TimelineView} from '../../src/insight/timeline/timeline-view.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import {cellOf, chartPlace} from '../../src/screen/timeline/timeline-place.ts';
import type {PanelRecord} from '../panel-record.ts';
import {areaChart} from '../widgets/area-chart.ts';
import {boxed, type Content, innerHeight} from '../widgets/box.ts';
import {FoldedPanel, Panel} from '../widgets/panel.tsx';
import {Rows} from '../widgets/rows.tsx';
import {unscrolled} from '../widgets/scroll.ts';
import {axisTitle} from './timeline-axis.ts';
import {incidentsText, listRows, markRow, wordsRow} from './timeline-incidents.ts';
import type {TimelineProps} from './timeline-props.ts';
import {cellPieces, chartRows, type Signal, signalsOf, unreadFrom} from './timeline-signals.ts';

const title = '5 Timeline';
const mostOfPipeline = 8;
const mostOfOthers = 3;

export const timelinePanel: PanelRecord = {
	id: 'timeline',
	key: '5',
	draw: (part, {timeline, incidents, cursor, source, snapshot}) => (
		<TimelinePanel {...part} timeline={timeline} incidents={incidents} cursor={cursor} source={source} snapshot={snapshot} />
	),
};

/** The log, or the span zoomed to, with one chart per signal, incidents as numbered marks, and the cursor. */
const TimelinePanel = memo((props: TimelineProps) => {
	const {timeline, region, x, y, height, theme} = props;
	if (height < 3) {
		const pieces = timeline === undefined ? [{text: nothingText(props), style: theme.muted}] : foldedLine(timeline, props);
		return <FoldedPanel {...props} title={title} pieces={pieces} />;
	}

	if (timeline === undefined || chartPlace(props).cells < 1) {
		return <Panel {...props} title={title} content={unscrolled([[{text: ` ${nothingText(props)}`, style: theme.muted}]])} />;
	}

	const [, ...rest] = boxed(props, {title}, content(timeline, props));
	return <Rows name={region} x={x} y={y} lines={[axisTitle(props, title, timeline), ...rest]} />;
});

function nothingText({snapshot}: TimelineProps): string {
	return snapshot.source.events > 0 && snapshot.atMs === undefined ? 'No timestamps, so no timeline.' : 'No event has a timestamp yet.';
}

function content(timeline: TimelineView, props: TimelineProps): Content {
	const rows = innerHeight(props);
	const signals = signalsOf(timeline, props);
	const {incidents, scroll} = props;
	const hasMarks = incidents.length > 0 || timeline.alerts.some(count => (count ?? 0) > 0);
	// The most telling first: flow, what went wrong, errors, where it was.
	const wordRows = rows >= 2 ? 1 : 0;
	const markRows = hasMarks && rows >= 4 ? 1 : 0;
	const shown = mostTelling(signals, rows - wordRows - markRows);
	const heights = heightsOf(shown, rows - wordRows - markRows, incidents.length);
	const drawn: Array<readonly Piece[]> = shown.flatMap((signal, index) => chartRows(signal, heights[index] ?? 1, timeline, props));
	if (markRows > 0) {
		drawn.push(markRow(timeline, props));
	}

	const left = rows - drawn.length;
	const inList = left > 1 ? incidents.length : 0;
	const above = Math.min(scroll, Math.max(0, inList - left));
	const listed = inList > 0 ? listRows(props, above, above + left) : left > 0 ? [wordsRow(props)] : [];
	return {rows: [...drawn, ...listed], above, below: Math.max(0, inList - above - left)};
}

const importance = ['rps', 'errors', 'stage', 'circuits', 'cache'] as const satisfies ReadonlyArray<Signal['id']>;

function mostTelling(signals: readonly Signal[], room: number): readonly Signal[] {
	const kept = new Set(
		importance
			.flatMap(id => signals.filter(signal => signal.id === id))
			.slice(0, Math.max(1, room))
			.map(({id}) => id),
	);
	return signals.filter(({id}) => kept.has(id));
}

/** The rows of each signal. Once each incident has a row, spare rows go to the flow of the pipeline first. */
function heightsOf(signals: readonly Signal[], room: number, incidents: number): readonly number[] {
	const heights = signals.map(() => 1);
	let spare = room - signals.length - Math.max(0, incidents - 1);
	for (let isGrowing = true; isGrowing && spare > 0; ) {
		isGrowing = false;
		for (const [index, {id}] of signals.entries()) {
			const height = heights[index] ?? 1;
			if (spare > 0 && height < (id === 'rps' ? mostOfPipeline : mostOfOthers)) {
				heights[index] = height + 1;
				spare--;
				isGrowing = true;
			}
		}
	}

	return heights;
}

/** The flow of the pipeline in one row, and the number of incidents. */
function foldedLine(timeline: TimelineView, props: TimelineProps): readonly Piece[] {
	const {theme, cursor, incidents} = props;
	const {cells} = chartPlace(props);
	const [flow] = signalsOf(timeline, props);
	const cursorCell = cellOf(cursor.atMs, timeline, cells);
	const [row = []] =
		flow === undefined
			? []
			: areaChart(flow.points, {width: cells, height: 1, most: flow.most, unreadFrom: unreadFrom(timeline, props)}, theme.glyphs.area);
	return [
		...cellPieces(row, cursorCell, theme.bar, props),
		'  ',
		{text: incidentsText(props), style: incidents.length > 0 ? theme.warning : theme.muted},
	];
}
