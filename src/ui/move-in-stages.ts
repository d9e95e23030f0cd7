import {sortedStages} from './stage-sort.ts';
import type {Frame} from './store.ts';
import type {UiState} from './ui-state.ts';

/** The stage above or below the chosen one in the table, as it is sorted; the table scrolls as far as it must. */
export function moveInStages(ui: UiState, by: number, {frame, scrollRows}: {readonly frame: Frame; readonly scrollRows: number}): UiState {
	const stages = sortedStages(frame.snapshot.stages, ui.sort);
	const chosen = stages.findIndex(({name}) => name === ui.stage);
	const next = chosen === -1 ? (by > 0 ? 0 : stages.length - 1) : Math.max(0, Math.min(chosen + by, stages.length - 1));
	const stage = stages[next];
	if (stage === undefined) {
		return ui;
	}

	const row = stages.slice(0, next).reduce((sum, {hosts}) => sum + 1 + (ui.groupByHost ? hosts.length : 0), 0);
	const rows = Math.max(1, scrollRows - 1); // but for the head
	return {...ui, stage: stage.name, scroll: Math.max(row - rows + 1, Math.min(ui.scroll, row))};
}
