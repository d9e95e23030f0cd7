import type {LogEvent} from '../../events/event.ts';
import {parseDurationMs} from '../../events/values/duration.ts';
import {parseElapsedMs} from '../../events/values/quantity.ts';
import {aliasOfPlainName, canonicalOf, unitInName} from '../../shared/field-names.ts';
import {plainName} from '../../shared/plain-name.ts';
import {readersOf} from '../read-field.ts';
import {numberOf} from '../text-test.ts';

/** How many milliseconds one unit of the field is: 1000 for `elapsed_s` and `waitSeconds`. */
export function durationUnitMs(field: string): number {
	return (canonicalOf(field) === 'elapsedMs' ? aliasOfPlainName.get(plainName(field))?.unitMs : unitInName(field)) ?? 1;
}

export const readDuration = parseDurationMs;

/**
Reads a field as a number, in the unit of its name.

@param isDuration - The rule compares with a duration, so texts such as `1.5s` count too.
*/
export function amountReader(field: string, isDuration: boolean): (event: LogEvent) => number | undefined {
	const unitMs = durationUnitMs(field);
	if (canonicalOf(field) === 'elapsedMs') {
		return ({elapsedMs}) => (elapsedMs === undefined ? undefined : elapsedMs / unitMs);
	}
	const readers = readersOf(field);
	const toNumber = isDuration ? (value: unknown) => inUnit(parseElapsedMs(value, unitMs), unitMs) : amountOf;
	return event => {
		for (const read of readers) {
			const number = toNumber(read(event));
			if (number !== undefined && Number.isFinite(number)) {
				return number;
			}
		}
		return undefined;
	};
}

/** Reads a field as a text. Numbers and booleans become texts. */
export function textReader(field: string): (event: LogEvent) => string | undefined {
	const readers = readersOf(field);
	return event => {
		for (const read of readers) {
			const value = read(event);
			if (typeof value === 'string') {
				return value;
			}
			if (typeof value === 'number' || typeof value === 'boolean') {
				return String(value);
			}
		}
		return undefined;
	};
}

function amountOf(value: unknown): number | undefined {
	return typeof value === 'string' ? numberOf(value) : typeof value === 'number' ? value : undefined;
}

function inUnit(ms: number | undefined, unitMs: number): number | undefined {
	return ms === undefined ? undefined : ms / unitMs;
}
