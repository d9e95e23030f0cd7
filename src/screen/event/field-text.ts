import {isSecretKey, mask} from '../text/redact.ts';
import type {EventField} from './event-fields.ts';

/**
A field's value for display and copying. Numbers keep the digits of the line; secrets are masked, even if the telling
key is that of an enclosing list or object. `''` for an object or list whose parts are fields themselves.
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
