import {msOfUnit} from '../../shared/duration-units.ts';
import {isFields} from '../fields.ts';
import {parseDurationMs} from './duration.ts';
import {secondsOfObject} from './time-forms.ts';

/**
A count or a rate: finite and not negative, a number or its digits in a string, possibly in groups of three. Anything
else is treated as missing.
*/
export function parseQuantity(value: unknown): number | undefined {
	if (typeof value === 'number') {
		return value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
	}
	if (typeof value !== 'string') {
		return undefined;
	}
	return plainNumber.test(value) ? finite(Number(value)) : groupedNumber.test(value) ? Number(value.replaceAll(',', '')) : undefined;
}

/**
A duration in milliseconds.

@param unitMs - How many milliseconds a number without a unit counts.
*/
export function parseElapsedMs(value: unknown, unitMs: number): number | undefined {
	if (typeof value === 'number') {
		return value >= 0 ? finite(value * unitMs) : undefined;
	}
	if (typeof value !== 'string') {
		return msOfObject(value);
	}
	const number = parseQuantity(value);
	return number === undefined ? parseDurationMs(value) : finite(number * unitMs);
}

/** Of `{secs: 1, nanos: 5e8}`, `{us: 1500}` and other objects of units, and of `{value: 1.5, unit: 's'}`. */
function msOfObject(value: unknown): number | undefined {
	if (!isFields(value)) {
		return undefined;
	}
	const {value: count, unit} = value;
	const parts = typeof unit === 'string' ? [[unit, count] as const] : Object.entries(value);
	let sumMs = 0;
	for (const [word, number] of parts) {
		const unitMs = msOfUnit.get(word.toLowerCase());
		if (unitMs === undefined || typeof number !== 'number' || !(number >= 0)) {
			const seconds = secondsOfObject(value);
			return seconds === undefined || seconds < 0 ? undefined : finite(seconds * 1000);
		}
		sumMs += number * unitMs;
	}
	return parts.length === 0 ? undefined : finite(sumMs);
}

/** A rate 0..1. A number over 1, or with a `%`, is a percentage. Over 100 it is invalid. */
export function parseRatio(value: unknown): number | undefined {
	if (typeof value === 'string' && value.endsWith('%')) {
		const percent = parseQuantity(value.slice(0, -1).trimEnd());
		return percent === undefined || percent > 100 ? undefined : percent / 100;
	}
	const number = parseQuantity(value);
	if (number === undefined || number > 100) {
		return undefined;
	}
	return number > 1 ? number / 100 : number;
}

const plainNumber = /^\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?$/i;
/** `12,300`: digits in groups of three. */
const groupedNumber = /^\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,40})?$/;

function finite(number: number): number | undefined {
	return Number.isFinite(number) ? number : undefined;
}
