import {sortedStages} from '../state/stage-sort.ts';
import type {Frame} from '../state/store.ts';
import type {UiState} from '../state/ui-state.ts';

/** Chooses the stage above or below in the sorted table, which scrolls as far as needed. */
export function moveInStages(ui: UiState, by: number, {frame, scrollRows}: {readonly frame: Frame; readonly scrollRows: number}): UiState {
	const stages = sortedStages(frame.snapshot.stages, ui.sort);
	const chosen = stages.findIndex(({name}) => name === ui.stage);
	const next = chosen === -1 ? (by > 0 ? 0 : stages.length - 1) : Math.max(0, Math.min(chosen + by, stages.length - 1));
	const stage = stages[next];
	if (stage === undefined) {
		return ui;
	}

	const row = stages.slice(0, next).reduce((sum, {hosts}) => sum + 1 + (ui.groupByHost ? hosts.length : 0), 0);
	const rows = Math.max(1, scrollRows - 1); // without the head
	return {...ui, stage: stage.name, scroll: Math.max(row - rows + 1, Math.min(ui.scroll, row))};
}

/** The stage in a row of the table; row 0 is below the panel's title. `visible` counts the head as well. */
export function stageAtRow({sort, groupByHost, scroll}: UiState, row: number, visible: number, {snapshot}: Frame): string | undefined {
	const names = sortedStages(snapshot.stages, sort).flatMap(({name, hosts}) =>
		Array<string>(1 + (groupByHost ? hosts.length : 0)).fill(name),
	);
	const headRows = visible >= 3 ? 1 : 0;
	const room = visible - headRows;
	const above = Math.max(0, Math.min(scroll, names.length - room));
	return row < headRows || row >= visible ? undefined : names[above + row - headRows];
}
