import type {EventField} from './event-fields.ts';
import {isSecretKey, mask} from './redact.ts';

/** A field's value as it is shown and copied: a number with the digits of the line, a secret masked. `''` for an object or a list whose parts are fields of their own. */
export function fieldText({path, name, value}: EventField, digits: ReadonlyMap<string, string>): string {
	if (value === undefined) {
		return '';
	}

	if (value === null || typeof value === 'boolean') {
		return String(value);
	}

	if (isSecretKey(name) && value !== '') {
		return mask;
	}

	if (typeof value === 'number') {
		const source = digits.get(path);
		return source !== undefined && Object.is(Number(source), value) ? source : String(value);
	}

	return value;
}
