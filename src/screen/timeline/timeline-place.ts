import type {Cursor} from '../../insight/cursor.ts';
import type {TimelineRequest} from '../../insight/timeline/timeline-view.ts';
import {type Glyphs, pointsPerCell} from '../look/glyphs.ts';
import type {Frame} from '../state/store.ts';
import type {TimelineZoom, UiState} from '../state/ui-state.ts';

/** ` circuits ` before the chart, ` ▴12 300/s` after it. */
export const labelCells = 10;
export const scaleCells = 11;
const foldedLabelCells = 13;
const foldedTailCells = 16;
const leastScaledWidth = 60;

/** Where the chart is in the panel, in cells. */
export type ChartPlace = {readonly x: number; readonly cells: number};

export function chartPlace({width, height}: {readonly width: number; readonly height: number}): ChartPlace {
	if (height < 3) {
		return {x: foldedLabelCells, cells: Math.max(0, width - foldedLabelCells - foldedTailCells)};
	}

	const inner = width - 2;
	return {x: 1 + labelCells, cells: Math.max(0, inner - labelCells - (hasScale(width) ? scaleCells : 1))};
}

/** Whether there is room for scales beside the chart. */
export function hasScale(width: number): boolean {
	return width >= leastScaledWidth;
}

/** What the panel requests from the engine. */
export function timelineRequestFor(
	frame: Frame,
	ui: UiState,
	size: {readonly width: number; readonly height: number},
	{area}: Glyphs,
): TimelineRequest | undefined {
	const columns = chartPlace(size).cells * pointsPerCell(area);
	return columns < 1
		? undefined
		: {columns, span: shownSpan(ui.timeline, frame.cursor, columns), stage: ui.stage ?? frame.snapshot.bottleneck?.stage};
}

/**
The span shown: where the user zoomed to, or whole spans further if the cursor has moved on. On a live log it ends at
the newest event, with columns aligned to the clock so that points keep their values.
*/
export function shownSpan(zoom: TimelineZoom | undefined, {mode, atMs}: Cursor, columns: number): TimelineRequest['span'] {
	if (zoom === undefined) {
		return undefined;
	}

	const {aroundMs, lengthMs} = zoom;
	if (mode === 'following' && atMs !== undefined) {
		const columnMs = lengthMs / columns;
		const toMs = (Math.floor(atMs / columnMs) + 1) * columnMs;
		return {fromMs: toMs - lengthMs, toMs};
	}

	const middleMs = aroundMs + Math.round(((atMs ?? aroundMs) - aroundMs) / lengthMs) * lengthMs;
	return {fromMs: middleMs - lengthMs / 2, toMs: middleMs + lengthMs / 2};
}

/** The time in the middle of a cell of the chart; outside the chart, of the nearest cell. */
export function timeOf(cell: number, {fromMs, toMs}: {readonly fromMs: number; readonly toMs: number}, cells: number): number {
	const inside = Math.max(0, Math.min(cell, cells - 1));
	return fromMs + Math.round(((inside + 0.5) / cells) * (toMs - fromMs));
}

/** The cell of the chart that contains a time; `undefined` outside the chart. */
export function cellOf(
	ms: number | undefined,
	{fromMs, toMs}: {readonly fromMs: number; readonly toMs: number},
	cells: number,
): number | undefined {
	if (ms === undefined || ms < fromMs || ms > toMs || cells < 1) {
		return undefined;
	}

	return Math.min(cells - 1, Math.floor(((ms - fromMs) / (toMs - fromMs)) * cells));
}
