import type {TimelineView} from '../../insight/timeline-view.ts';
import {areaChart} from '../area-chart.ts';
import {boxed, folded, innerHeight} from '../box.ts';
import type {Line, Piece} from '../line.ts';
import {scrollOf} from '../scroll.ts';
import {cellOf, chartPlace} from '../timeline-place.ts';
import type {View} from '../view.ts';
import {axisTitle} from './timeline-axis.ts';
import {incidentsText, listRows, markRow, wordsRow} from './timeline-incidents.ts';
import {cellPieces, chartRows, type Signal, signalsOf, unreadFrom} from './timeline-signals.ts';

const title = '5 Timeline';
const mostOfPipeline = 8;
const mostOfOthers = 3;

/** The log, or the stretch that was zoomed to, in one line per signal; the incidents as numbered marks; the cursor. */
export function timelineRows(view: View): readonly Line[] {
	const {frame, height, theme} = view;
	const {timeline} = frame;
	if (height < 3) {
		return [
			folded(view, title, timeline === undefined ? [{text: nothingText(view), style: theme.muted}] : foldedLine(timeline, view)),
		].slice(0, height);
	}

	if (timeline === undefined || chartPlace(view).cells < 1) {
		return boxed(view, {title}, {rows: [[{text: ` ${nothingText(view)}`, style: theme.muted}]], above: 0, below: 0});
	}

	const [, ...rest] = boxed(view, {title}, content(timeline, view));
	return [axisTitle(view, title, timeline), ...rest];
}

function nothingText({frame}: View): string {
	return frame.snapshot.source.events > 0 && frame.snapshot.atMs === undefined
		? 'No timestamps, no timeline.'
		: 'No event with a time yet.';
}

function content(timeline: TimelineView, view: View) {
	const rows = innerHeight(view);
	const signals = signalsOf(timeline, view);
	const {frame} = view;
	const hasMarks = frame.incidents.length > 0 || timeline.alerts.some(count => (count ?? 0) > 0);
	// From the most telling on: flow, what went wrong, errors, where it was.
	const wordRows = rows >= 2 ? 1 : 0;
	const markRows = hasMarks && rows >= 4 ? 1 : 0;
	const shown = mostTelling(signals, rows - wordRows - markRows);
	const heights = heightsOf(shown, rows - wordRows - markRows, frame.incidents.length);
	const drawn: Array<readonly Piece[]> = shown.flatMap((signal, index) => chartRows(signal, heights[index] ?? 1, timeline, view));
	if (markRows > 0) {
		drawn.push(markRow(timeline, view));
	}

	const left = rows - drawn.length;
	const inList = left > 1 ? frame.incidents.length : 0;
	const above = Math.min(scrollOf(view), Math.max(0, inList - left));
	const listed = inList > 0 ? listRows(view, above, above + left) : left > 0 ? [wordsRow(view)] : [];
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

/** Rows for each signal; what is left over goes to the flow of the pipeline first, as long as the incidents have a row each. */
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

/** The flow of the pipeline in one line, and how many incidents there are. */
function foldedLine(timeline: TimelineView, view: View): readonly Piece[] {
	const {theme, frame} = view;
	const {cells} = chartPlace(view);
	const [flow] = signalsOf(timeline, view);
	const cursor = cellOf(frame.cursor.atMs, timeline, cells);
	const [row = []] =
		flow === undefined
			? []
			: areaChart(flow.points, {width: cells, height: 1, most: flow.most, unreadFrom: unreadFrom(timeline, view)}, theme.glyphs.area);
	return [
		...cellPieces(row, cursor, theme.bar, view),
		'  ',
		{text: incidentsText(view), style: frame.incidents.length > 0 ? theme.warning : theme.muted},
	];
}
