import type {Theme} from '../look/theme.ts';
import {redactText} from './redact.ts';
import {sanitize} from './sanitize.ts';

// More than a screen row ever shows; a line can be a mebibyte long.
const mostUnits = 4096;

/** Prepares foreign text for a row: bounded, secrets masked, nothing that a terminal would obey. */
export function foreign(text: string, theme: Theme): string {
	const shown = text.length > mostUnits ? text.slice(0, mostUnits) : text;
	return sanitize(theme.showsSecrets ? shown : redactText(shown), theme.ascii);
}

/** A name (of a stage, a circuit, a key), made safe but otherwise unchanged. */
export function foreignName(name: string, theme: Theme): string {
	return sanitize(name.length > mostUnits ? name.slice(0, mostUnits) : name, theme.ascii);
}
