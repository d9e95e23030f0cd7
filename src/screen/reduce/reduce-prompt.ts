import {editLine, insertText} from '../keys/edit-line.ts';
import type {LineEdit} from '../state/action.ts';
import {logSpan} from '../state/log-span.ts';
import type {PromptKind, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {followLog} from './move-in-log.ts';
import {goToTime} from './reduce-cursor.ts';
import {exportLines} from './reduce-export.ts';
import {exportSql, runSql} from './reduce-sql.ts';

/** A line to type, from what is in force. */
export function openPrompt(ui: UiState, kind: PromptKind): UiState {
	const text = kind === 'filter' ? (ui.filter ?? '') : '';
	return {...ui, prompt: {kind, text, caret: text.length, error: undefined}};
}

/** @param edit - A key, or text typed or pasted. */
export function editPrompt(ui: UiState, edit: LineEdit | {readonly insert: string}, context: UiContext): UiState {
	if (ui.prompt === undefined) {
		return ui;
	}
	const {kind} = ui.prompt;
	const line = typeof edit === 'string' ? editLine(ui.prompt, edit) : insertText(ui.prompt, edit.insert);
	return {...ui, prompt: {kind, ...line, error: line.text.trim() === '' ? undefined : problemWith(kind, line.text, context)}};
}

/** What is wrong stays in the prompt with its error. */
export function applyPrompt(ui: UiState, context: UiContext): UiStep {
	const {prompt} = ui;
	if (prompt === undefined || (prompt.error !== undefined && prompt.kind !== 'sql')) {
		return only(ui);
	}
	const closed: UiState = {...ui, prompt: undefined};
	const isEmpty = prompt.text.trim() === '';
	switch (prompt.kind) {
		case 'filter': {
			const filter = isEmpty ? undefined : prompt.text;
			return {ui: filteredBy(closed, filter), effects: [{type: 'filter', filter}]};
		}
		case 'time': {
			const span = logSpan(context.frame);
			if (isEmpty || span === undefined) {
				return only(isEmpty ? closed : {...closed, message: 'no event has a time yet'});
			}
			const time = context.readTime(prompt.text, span);
			return time.type === 'time' ? goToTime(closed, time.atMs, context) : only(ui);
		}
		case 'sql':
			return isEmpty ? only(closed) : runSql(closed, prompt.text.trim());
		case 'export':
			return isEmpty ? only(closed) : exportSql(closed, prompt.text.trim());
		case 'export-lines':
			return isEmpty ? only(closed) : exportLines(closed, prompt.text.trim());
	}
}

/** A selected line stays where it is under the new filter. */
export function filteredBy(ui: UiState, filter: string | undefined): UiState {
	const {selected} = ui.log;
	const log = selected?.type === 'line' ? {request: {anchor: selected.index, offset: 0, count: 0}, selected} : followLog;
	return {...ui, filter, focus: 'events', log};
}

function problemWith(kind: PromptKind, text: string, {frame, checkFilter, readTime}: UiContext): NonNullable<UiState['prompt']>['error'] {
	switch (kind) {
		case 'filter':
			return checkFilter(text);
		case 'time': {
			const time = readTime(text, logSpan(frame) ?? {fromMs: 0, endMs: 0, isReading: true});
			return time.type === 'problem' ? {column: 0, message: time.message} : undefined;
		}
		case 'sql': // DuckDB says it when it is run
		case 'export-lines': // so does the disk
			return undefined;
		case 'export':
			return /\.(?:csv|json|jsonl|ndjson|parquet)$/i.test(text.trim())
				? undefined
				: {column: text.length, message: 'use a name ending in .csv, .json, .jsonl or .parquet'};
	}
}
