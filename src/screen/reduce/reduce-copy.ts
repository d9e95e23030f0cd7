import {eventFields} from '../event/event-fields.ts';
import {exactNumbers} from '../event/exact-numbers.ts';
import {fieldText} from '../event/field-text.ts';
import type {Overlay, UiState} from '../state/ui-state.ts';
import type {UiStep} from '../state/ui-step.ts';
import {redactText} from '../text/redact.ts';
import {sanitize} from '../text/sanitize.ts';

/** Copies the selected field's value, or the whole line for an object, a list or a line that isn't an event. */
export function copyField(ui: UiState, {row, field}: Extract<Overlay, {readonly type: 'event'}>): UiStep {
	const selected = eventFields(row)[field];
	return selected === undefined || selected.value === undefined
		? copyText(ui, row.text, 'the line')
		: copyText(ui, fieldText(selected, exactNumbers(row), ui.showsSecrets), selected.path);
}

/** @param what - What the message calls it. */
export function copyText(ui: UiState, text: string, what: string): UiStep {
	return {
		ui: {...ui, message: `${what} sent to the clipboard (OSC 52)`},
		effects: [{type: 'copy', text: sanitize(ui.showsSecrets ? text : redactText(text))}],
	};
}
