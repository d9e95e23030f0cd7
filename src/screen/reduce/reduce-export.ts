import type {ExportEnd, ExportProgress} from '../../history/export-state.ts';
import {formatBytes, formatCount, formatPercent} from '../format/format.ts';
import type {UiState} from '../state/ui-state.ts';
import {only, type UiStep} from '../state/ui-step.ts';

/** Asks for the file to export the matching lines to. If an export is running, stops it. */
export function askForLinesExport(ui: UiState): UiStep {
	if (ui.exporting !== undefined) {
		return {ui, effects: [{type: 'cancel-export'}]};
	}
	return only(withPath(ui, 'obs-top-export.jsonl'));
}

export function exportLines(ui: UiState, path: string): UiStep {
	return {ui: {...ui, exporting: `writing ${path} (x stops)`}, effects: [{type: 'export-lines', path}]};
}

export function exportProgressed(ui: UiState, path: string, {lines, share}: ExportProgress): UiState {
	return ui.exporting === undefined
		? ui
		: {...ui, exporting: `writing ${path}: ${formatCount(lines)} lines, ${formatPercent(share)} (x stops)`};
}

/** A name that is taken returns to the prompt, unless something else is being typed. */
export function exportEnded(before: UiState, path: string, end: ExportEnd): UiState {
	const ui: UiState = {...before, exporting: undefined};
	switch (end.type) {
		case 'done':
		case 'stopped': {
			const lost = end.lostLines === 0 ? '' : `; ${formatCount(end.lostLines)} lines were no longer available`;
			const what = end.lines === 1 ? '1 line' : `${formatCount(end.lines)} lines`;
			return {...ui, message: `${end.type === 'done' ? '' : 'stopped: '}wrote ${what} (${formatBytes(end.bytes)}) to ${path}${lost}`};
		}
		case 'taken': {
			const message = `${path} already exists: name another file`;
			return ui.prompt === undefined ? withPath(ui, path, message) : {...ui, message};
		}
		case 'failed':
			return {...ui, message: `${path}: ${end.why}`};
	}
}

function withPath(ui: UiState, path: string, message?: string): UiState {
	const error = message === undefined ? undefined : {column: path.length, message};
	return {...ui, prompt: {kind: 'export-lines', text: path, caret: path.length, error}};
}
