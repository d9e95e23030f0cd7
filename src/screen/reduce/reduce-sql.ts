import {type SqlAnswer, type SqlProgress, sortedRows} from '../format/sql-table.ts';
import type {SqlOverlay, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {goToTime} from './reduce-cursor.ts';

const mostHistory = 100;

/** Runs what was typed. The last query stands in the history once. */
export function runSql(ui: UiState, sql: string): UiStep {
	const runs = ui.sql.runs + 1;
	const history = [...ui.sql.history.filter(earlier => earlier !== sql), sql].slice(-mostHistory);
	const overlay: SqlOverlay = {type: 'sql', run: runs, sql, state: {type: 'running', progress: {phase: 'reading', share: undefined}}};
	return {ui: {...ui, overlay, scroll: 0, sql: {history, runs, recalled: undefined}}, effects: [{type: 'run-sql', run: runs, sql}]};
}

/** An earlier query, or a later one, into the prompt; after the latest one comes an empty line. */
export function recallSql(ui: UiState, by: 1 | -1): UiState {
	const {prompt, sql} = ui;
	if (prompt?.kind !== 'sql') {
		return ui;
	}
	const recalled = Math.max(0, Math.min((sql.recalled ?? sql.history.length) + by, sql.history.length));
	const text = sql.history[recalled] ?? '';
	return {...ui, sql: {...sql, recalled}, prompt: {...prompt, text, caret: text.length, error: undefined}};
}

export function sqlProgressed(ui: UiState, run: number, progress: SqlProgress): UiState {
	return isRunning(ui, run) ? {...ui, overlay: {...ui.overlay, state: {type: 'running', progress}}} : ui;
}

/** A wrong query goes back into the prompt, with why. */
export function sqlAnswered(ui: UiState, run: number, answer: SqlAnswer): UiState {
	if (!isRunning(ui, run)) {
		return ui;
	}
	const {overlay} = ui;
	switch (answer.type) {
		case 'table':
			return {...ui, overlay: {...overlay, state: {type: 'table', table: answer.table, row: 0, column: 0, sort: undefined}}};
		case 'problem': {
			const {column, message} = answer;
			const caret = overlay.sql.length; // so that Ctrl-U clears it
			return {...ui, overlay: undefined, prompt: {kind: 'sql', text: overlay.sql, caret, error: {column: column ?? 0, message}}};
		}
		case 'stopped':
			return {...ui, overlay: undefined, message: 'the query was stopped'};
	}
}

/** Closes the result; a query that runs is stopped. */
export function closeSql(ui: UiState, {state}: SqlOverlay): UiStep {
	const closed: UiState = {...ui, overlay: undefined, scroll: 0};
	return state.type === 'running' ? {ui: {...closed, message: 'the query was stopped'}, effects: [{type: 'cancel-sql'}]} : only(closed);
}

export function moveInResult(ui: UiState, overlay: SqlOverlay, by: number): UiState {
	const {state} = overlay;
	if (state.type !== 'table') {
		return ui;
	}
	const row = Math.max(0, Math.min(state.row + by, state.table.rows.length - 1));
	return {...ui, overlay: {...overlay, state: {...state, row}}};
}

export function chooseSqlColumn(ui: UiState, by: 1 | -1): UiState {
	const {overlay} = ui;
	if (overlay?.type !== 'sql' || overlay.state.type !== 'table') {
		return ui;
	}
	const {state} = overlay;
	const column = Math.max(0, Math.min(state.column + by, state.table.columns.length - 1));
	return {...ui, overlay: {...overlay, state: {...state, column}}};
}

/** Sorts by the chosen column: ascending, then descending, then in DuckDB's order. */
export function sortSql(ui: UiState): UiState {
	const {overlay} = ui;
	if (overlay?.type !== 'sql' || overlay.state.type !== 'table') {
		return ui;
	}
	const {state} = overlay;
	const {column, sort} = state;
	const next = sort?.column !== column ? {column, isDescending: false} : sort.isDescending ? undefined : {column, isDescending: true};
	const name = state.table.columns[column]?.name ?? '';
	const message = next === undefined ? 'rows in query order' : `rows by ${name}, ${next.isDescending ? 'largest' : 'smallest'} first`;
	return {...ui, message, overlay: {...overlay, state: {...state, sort: next, row: 0}}};
}

/** Goes to the time of the chosen row. */
export function goToSqlRow(ui: UiState, {state}: SqlOverlay, context: UiContext): UiStep {
	if (state.type !== 'table') {
		return only(ui);
	}
	const timeMs = sortedRows(state.table, state.sort)[state.row]?.timeMs;
	return timeMs === undefined
		? only({...ui, message: 'this row has no time to go to: add timestamp to the SELECT'})
		: goToTime({...ui, overlay: undefined}, timeMs, context);
}

/** Asks for the file to export the result to. */
export function askForExport(ui: UiState): UiState {
	return ui.overlay?.type === 'sql' && ui.overlay.state.type === 'table'
		? {...ui, prompt: {kind: 'export', text: 'result.csv', caret: 'result.csv'.length, error: undefined}}
		: ui;
}

export function exportSql(ui: UiState, path: string): UiStep {
	return ui.overlay?.type === 'sql'
		? {ui: {...ui, message: `writing ${path} …`}, effects: [{type: 'export-sql', sql: ui.overlay.sql, path}]}
		: only(ui);
}

function isRunning(ui: UiState, run: number): ui is UiState & {readonly overlay: SqlOverlay} {
	return ui.overlay?.type === 'sql' && ui.overlay.run === run && ui.overlay.state.type === 'running';
}
