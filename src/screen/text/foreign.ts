import type {Theme} from '../look/theme.ts';
import {redactText} from './redact.ts';
import {sanitize} from './sanitize.ts';

// More than a screen row ever shows; a line may be as long as a mebibyte.
const mostUnits = 4096;

/** A text that others wrote, ready for a row: bounded, without secrets, without anything that a terminal obeys. */
export function foreign(text: string, theme: Theme): string {
	const shown = text.length > mostUnits ? text.slice(0, mostUnits) : text;
	return sanitize(theme.showsSecrets ? shown : redactText(shown), theme.ascii);
}

/** A name (of a stage, a circuit, a key): as it is, made safe. */
export function foreignName(name: string, theme: Theme): string {
	return sanitize(name.length > mostUnits ? name.slice(0, mostUnits) : name, theme.ascii);
}
