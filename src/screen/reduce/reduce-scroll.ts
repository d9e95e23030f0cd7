import {eventFields} from '../event/event-fields.ts';
import {helpColumns, helpRows} from '../keys/help-columns.ts';
import {helpKeys} from '../keys/keymap.ts';
import type {UiState} from '../state/ui-state.ts';
import type {UiContext} from '../state/ui-step.ts';
import {moveInLog} from './move-in-log.ts';
import {moveInStages} from './move-in-stages.ts';
import {moveInIncident} from './reduce-incident.ts';
import {moveInResult} from './reduce-sql.ts';

const incidentRowsAtMost = 60; // the incident itself stops at its end
const borderCells = 1;
const signalRows = 6; // the timeline's least, above its list of incidents

/** Handles the arrow and page keys: moves what is in front by a row or a page. */
export function moved(ui: UiState, by: number, unit: 'row' | 'page', context: UiContext): UiState {
	if (ui.overlay?.type === 'event') {
		const last = Math.max(eventFields(ui.overlay.row).length - 1, 0);
		const step = unit === 'row' ? by : by * Math.max(context.scrollRows - 1, 1);
		return {...ui, overlay: {...ui.overlay, field: Math.max(0, Math.min(ui.overlay.field + step, last))}};
	}
	if (ui.overlay?.type === 'sql') {
		return moveInResult(ui, ui.overlay, unit === 'row' ? by : by * Math.max(context.scrollRows - 1, 1));
	}
	if (ui.overlay?.type === 'incident' && unit === 'row') {
		return moveInIncident(ui, ui.overlay, by, context);
	}
	if (scrollsLog(ui)) {
		return {...ui, log: moveInLog(ui.log, context.frame.page, unit === 'row' ? by : by * Math.max(context.logRows - 1, 1))};
	}
	if (ui.overlay === undefined && ui.focus === 'stages' && unit === 'row') {
		return moveInStages(ui, by, context);
	}
	return scrolledTo(ui, ui.scroll + (unit === 'row' ? by : by * Math.max(context.scrollRows - 1, 1)), context);
}

/** Scrolls what is in front to a row. */
export function scrolledTo(ui: UiState, row: number, context: UiContext): UiState {
	if (ui.overlay?.type === 'sql') {
		return moveInResult(ui, ui.overlay, row === 0 ? Number.NEGATIVE_INFINITY : row);
	}
	const last = Math.max(rowsOf(ui, context) - context.scrollRows, 0);
	return {...ui, scroll: Math.max(0, Math.min(row, last))};
}

/** About how many rows the scrolling part has. It needn't be exact, because the part itself stops at its end. */
function rowsOf(ui: UiState, context: UiContext): number {
	const {frame, panels} = context;
	const {snapshot, incidents} = frame;
	if (ui.overlay !== undefined) {
		return ui.overlay.type === 'help'
			? rowsOfHelp(context)
			: ui.overlay.type === 'incident'
				? incidentRowsAtMost
				: 4 * snapshot.signatures.length;
	}
	switch (ui.focus) {
		case 'stages':
			return snapshot.stages.reduce((sum, {hosts}) => sum + 1 + (ui.groupByHost ? hosts.length : 0), 1);
		case 'bottleneck':
			return 6 + (snapshot.bottleneck?.reasons.length ?? 0);
		case 'timeline':
			return signalRows + incidents.length;
		default:
			return panels.find(({id}) => id === ui.focus)?.rows?.(frame, ui) ?? 0;
	}
}

/** Texts wrap, so the height depends on the width. */
function rowsOfHelp({panels, places = [], scrollRows}: UiContext): number {
	const width = places.find(({region}) => region === 'overlay')?.width ?? Number.POSITIVE_INFINITY;
	return helpRows(helpColumns(helpKeys(panels), width - 2 * borderCells, scrollRows));
}

const scrollsLog = (ui: UiState): boolean => ui.overlay === undefined && ui.focus === 'events';
