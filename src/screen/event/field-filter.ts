import type {EventField} from './event-fields.ts';

/**
The filter for events whose field has (or doesn't have) this value.

@returns `undefined` for a field without a simple value: an object, a list, null.
*/
export function fieldFilter({path, value}: EventField, isExcluding: boolean): string | undefined {
	if (value === undefined || value === null) {
		return undefined;
	}
	const name = /^@?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path) ? path : JSON.stringify(path);
	return `${name}${isExcluding ? '!=' : '='}${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
