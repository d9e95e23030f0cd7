import type {MouseEvent} from '../keys/mouse-event.ts';
import type {Place, Region} from '../look/layout.ts';
import type {PanelId, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {chartPlace, timeOf} from '../timeline/timeline-place.ts';
import {holdLog, moveInLog} from './move-in-log.ts';
import {stageAtRow} from './move-in-stages.ts';
import {goToTime, moveCursor} from './reduce-cursor.ts';
import {moveInIncident} from './reduce-incident.ts';

const wheelRows = 3;

/**
A click on the timeline, or a drag that began there, moves the cursor; a click elsewhere goes to the panel and its row;
the wheel scrolls what is under it.
*/
export function reduceMouse(ui: UiState, event: MouseEvent, context: UiContext): UiStep {
	const place = placeAt(event, context);
	switch (event.type) {
		case 'press':
			return place === undefined ? only(ui) : pressed(ui, event, place, context);
		case 'drag':
			return ui.isDraggingCursor ? toTime(ui, event, placeOf('timeline', context), context) : only(ui);
		case 'release':
			return only({...ui, isDraggingCursor: false});
		case 'wheel-up':
			return place === undefined ? only(ui) : only(scrolled(ui, -wheelRows, place, context));
		case 'wheel-down':
			return place === undefined ? only(ui) : only(scrolled(ui, wheelRows, place, context));
	}
}

function pressed(ui: UiState, event: MouseEvent, place: Place, context: UiContext): UiStep {
	const panel = panelOf(place.region, context);
	if (panel === undefined) {
		return only(ui);
	}

	const focused: UiState = ui.overlay === undefined && ui.focus !== panel ? {...ui, focus: panel, scroll: 0} : ui;
	const row = event.y - place.y - 1; // below the title
	switch (panel) {
		case 'timeline':
			return isOnChart(event, place) ? toTime({...focused, isDraggingCursor: true}, event, place, context) : only(focused);
		case 'stages': {
			const stage = place.height < 3 ? undefined : stageAtRow(focused, row, place.height - 2, context.frame);
			return only(stage === undefined ? focused : {...focused, stage});
		}

		case 'events': {
			const {page} = context.frame;
			const line = ui.wrap ? undefined : page.rows[row];
			return only(
				line === undefined ? focused : {...focused, log: {...holdLog(focused.log, page), selected: {type: 'line', index: line.index}}},
			);
		}

		default:
			return only(focused);
	}
}

function isOnChart({x}: MouseEvent, place: Place): boolean {
	const chart = chartPlace(place);
	return x >= place.x + chart.x && x < place.x + chart.x + chart.cells;
}

function toTime(ui: UiState, {x, type}: MouseEvent, place: Place | undefined, context: UiContext): UiStep {
	const {timeline} = context.frame;
	if (place === undefined || timeline === undefined) {
		return only(ui);
	}

	const chart = chartPlace(place);
	const atMs = Math.min(timeOf(x - place.x - chart.x, timeline, chart.cells), timeline.knownToMs);
	const insideMs = Math.max(atMs, context.frame.snapshot.fromMs ?? atMs);
	// Where a drag began is what '' comes back to.
	return ui.isDraggingCursor && type === 'drag'
		? moveCursor(ui, {type: 'go-to', atMs: insideMs}, context)
		: goToTime(ui, insideMs, context);
}

function scrolled(ui: UiState, by: number, {region}: Place, context: UiContext): UiState {
	const panel = panelOf(region, context);
	if (region === 'overlay' && ui.overlay?.type === 'incident') {
		return moveInIncident(ui, ui.overlay, Math.sign(by), context);
	}

	if (panel === 'events' && ui.overlay === undefined) {
		return {...ui, focus: panel, log: moveInLog(ui.log, context.frame.page, by)};
	}

	if (region === 'overlay' || panel !== undefined) {
		const isOther = panel !== undefined && panel !== ui.focus;
		// The part itself stops at its end.
		return {...ui, focus: panel ?? ui.focus, scroll: Math.max(0, (isOther ? 0 : ui.scroll) + by)};
	}

	return ui;
}

function panelOf(region: Region, {panels}: UiContext): PanelId | undefined {
	return panels.find(({id}) => id === region)?.id;
}

function placeOf(region: Region, {places = []}: UiContext): Place | undefined {
	return places.find(place => place.region === region);
}

function placeAt({x, y}: MouseEvent, {places = []}: UiContext): Place | undefined {
	return places.find(place => x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height);
}
