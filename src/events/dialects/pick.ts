import {type Fields, isFields} from '../fields.ts';
import {parseQuantity} from '../values/quantity.ts';

/** An object's own value. Inherited ones are not data of the log. */
export function valueAt(fields: Fields, key: string): unknown {
	return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

export function textAt(fields: Fields, key: string): string | undefined {
	const value = valueAt(fields, key);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function quantityAt(fields: Fields, key: string): number | undefined {
	return parseQuantity(valueAt(fields, key));
}

const noFields: Fields = {};

/** Empty when there is no object. */
export function fieldsAt(fields: Fields, key: string): Fields {
	const value = valueAt(fields, key);
	return isFields(value) ? value : noFields;
}

export function listAt(fields: Fields, key: string): readonly unknown[] {
	const value = valueAt(fields, key);
	return Array.isArray(value) ? value : [];
}

/** Reads seconds, returns milliseconds. */
export function secondsAt(fields: Fields, key: string): number | undefined {
	const seconds = quantityAt(fields, key);
	return seconds === undefined ? undefined : seconds * 1000;
}
