import type {EventField} from './event-fields.ts';

/**
The filter that keeps (or leaves out) the events whose field has this value, added to the filter there is.

@returns `undefined` for a field without a value of its own: an object, a list, null.
*/
export function fieldFilter({path, value}: EventField, isExcluding: boolean, current: string | undefined): string | undefined {
	if (value === undefined || value === null) {
		return undefined;
	}
	const comparison = `${path}${isExcluding ? '!=' : '='}${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
	return current === undefined ? comparison : `(${current}) and ${comparison}`;
}
