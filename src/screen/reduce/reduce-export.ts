import type {ExportEnd, ExportProgress} from '../../history/export-state.ts';
import {formatBytes, formatCount, formatPercent} from '../format/format.ts';
import type {UiState} from '../state/ui-state.ts';
import {only, type UiStep} from '../state/ui-step.ts';

/** Asks for the file that the matching lines go to; while one is being written, stops that. */
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

/** A name that is taken goes back into the prompt, unless something else is typed there. */
export function exportEnded(before: UiState, path: string, end: ExportEnd): UiState {
	const ui: UiState = {...before, exporting: undefined};
	switch (end.type) {
		case 'done':
		case 'stopped': {
			const lost = end.lostLines === 0 ? '' : `; ${formatCount(end.lostLines)} lines were gone`;
			const what = end.lines === 1 ? '1 line' : `${formatCount(end.lines)} lines`;
			return {...ui, message: `${end.type === 'done' ? '' : 'stopped: '}${what}, ${formatBytes(end.bytes)}, in ${path}${lost}`};
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
