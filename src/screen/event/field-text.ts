import {isSecretKey, mask} from '../text/redact.ts';
import type {EventField} from './event-fields.ts';

/**
A field's value as it is shown and copied: a number with the digits of the line, a secret masked, also where its key is that of a list or an object around it. `''` for an object or a list whose parts are fields of their own.
*/
export function fieldText({path, value}: EventField, digits: ReadonlyMap<string, string>, showsSecrets = false): string {
	if (value === undefined) {
		return '';
	}

	if (value === null || typeof value === 'boolean') {
		return String(value);
	}

	if (!showsSecrets && value !== '' && path.split('.').some(isSecretKey)) {
		return mask;
	}

	if (typeof value === 'number') {
		const source = digits.get(path);
		return source !== undefined && Object.is(Number(source), value) ? source : String(value);
	}

	return value;
}
