import {isSecretKey, mask} from '../text/redact.ts';

const mostParts = 12;
const mostDepth = 3;

/**
A field's value in a row: `3`, `retry`, `"two words"`, `{a=1 b=[1 2]}`. Not sanitised. Nesting and length are bounded,
and secrets under telling keys are masked unless they should be shown.
*/
export function formatValue(value: unknown, showsSecrets = false, depth = 0): string {
	if (typeof value === 'string') {
		return quoted(value.length > 512 ? value.slice(0, 512) : value);
	}

	if (typeof value !== 'object' || value === null) {
		return String(value);
	}

	const isList = Array.isArray(value);
	const [open, close] = isList ? ['[', ']'] : ['{', '}'];
	const parts = Object.entries(value);
	if (depth >= mostDepth && parts.length > 0) {
		return `${open}…${close}`;
	}

	const shown = parts
		.slice(0, mostParts)
		.map(([key, part]) => (isList ? formatValue(part, showsSecrets, depth + 1) : formatField(key, part, showsSecrets, depth + 1)));
	return open + shown.join(' ') + (parts.length > mostParts ? ` +${parts.length - mostParts}` : '') + close;
}

/** `key=value`, masked if the key indicates a secret. */
export function formatField(key: string, value: unknown, showsSecrets = false, depth = 0): string {
	const isSecret = !showsSecrets && isSecretKey(key) && isTelling(value);
	return `${key.length > 128 ? `${key.slice(0, 128)}…` : key}=${isSecret ? mask : formatValue(errorText(value) ?? value, showsSecrets, depth)}`;
}

/** Flags and empty values aren't secrets. */
const isTelling = (value: unknown): boolean => value !== '' && value !== null && value !== undefined && typeof value !== 'boolean';

function quoted(text: string): string {
	return /^[^\s"={}[\]]+$/.test(text) ? text : `"${text}"`;
}

/** A logged error object in one phrase, `TypeError: x is undefined`, without its stack. */
function errorText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null || !('message' in value) || !('stack' in value) || typeof value.message !== 'string') {
		return undefined;
	}

	const name = 'type' in value ? value.type : 'name' in value ? value.name : undefined;
	return typeof name === 'string' && name !== '' ? `${name}: ${value.message}` : value.message;
}
