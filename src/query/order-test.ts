import {type Level, type LogEvent, levels} from '../events/event.ts';
import {parseDurationMs} from '../events/values/duration.ts';
import {parseLevel} from '../events/values/level.ts';
import {parseElapsedMs} from '../events/values/quantity.ts';
import {parseTimestamp} from '../events/values/timestamp.ts';
import {aliasOfPlainName, askedNames, canonicalOf, unitInName} from '../shared/field-names.ts';
import {didYouMean, nearest} from '../shared/nearest.ts';
import {plainName} from '../shared/plain-name.ts';
import {FilterProblem} from './filter-error.ts';
import type {Comparison} from './parse.ts';
import {type ReadField, readersOf} from './read-field.ts';
import {numberOf} from './text-test.ts';
import type {Operator} from './tokens.ts';

type Order = Extract<Operator, '>' | '>=' | '<' | '<='>;
type EventTest = (event: LogEvent) => boolean;
type NumberTest = (left: number) => boolean;

/**
Compares by order: levels by severity, times, durations in milliseconds, numbers. A missing field never passes.

@throws FilterProblem when the value is none of these.
*/
export function orderTest(comparison: Comparison, order: Order): EventTest {
	const {name, value} = comparison;
	const canonical = canonicalOf(name);
	if (canonical === 'level') {
		const test = numberTest(order, levelRank(comparison));
		return ({level}) => level !== undefined && test(rankOfLevel[level]);
	}
	if (canonical === 'timestamp') {
		return timeTest(comparison, order);
	}
	if (canonical === 'elapsedMs') {
		const number = numberOf(value.text);
		// `elapsed_s>2` means seconds, although the event holds milliseconds.
		const unitMs = aliasOfPlainName.get(plainName(name))?.unitMs ?? 1;
		const test = numberTest(order, number === undefined ? durationOf(comparison, order) : number * unitMs);
		return ({elapsedMs}) => elapsedMs !== undefined && test(elapsedMs);
	}
	return amountTest(comparison, order);
}

const rankOfLevel: Readonly<Record<Level, number>> = {trace: 0, debug: 1, info: 2, warn: 3, error: 4, fatal: 5};

function numberTest(order: Order, right: number): NumberTest {
	switch (order) {
		case '>':
			return left => left > right;
		case '>=':
			return left => left >= right;
		case '<':
			return left => left < right;
		case '<=':
			return left => left <= right;
	}
}

function levelRank({value}: Comparison): number {
	const level = parseLevel(value.text);
	if (level === undefined) {
		throw new FilterProblem(value.column, `unknown level \`${value.text}\`${didYouMean(value.text, levels) || ` (${levels.join(' ')})`}`);
	}
	return rankOfLevel[level];
}

const dayMs = 86_400_000;

/** The value is an instant, or a time of day in UTC. */
function timeTest({value}: Comparison, order: Order): EventTest {
	const [, hours, minutes, seconds = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(value.text) ?? [];
	if (hours !== undefined) {
		const test = numberTest(order, Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000);
		return ({timeMs}) => timeMs !== undefined && test(timeMs % dayMs);
	}
	const instant = parseTimestamp(value.text, 'UTC');
	if (instant === undefined) {
		throw new FilterProblem(value.column, `\`${value.text}\` is not a time (use 22:15 or an ISO date, in UTC)`);
	}
	const test = numberTest(order, instant);
	return ({timeMs}) => timeMs !== undefined && test(timeMs);
}

/**
Compares a number with numbers, or a duration with numbers in the unit of the field's name (milliseconds if it has
none).
*/
function amountTest(comparison: Comparison, order: Order): EventTest {
	const readers = readersOf(comparison.name);
	const number = numberOf(comparison.value.text);
	if (number !== undefined) {
		return anyNumber(readers, amountOf, numberTest(order, number));
	}
	const unitMs = unitInName(comparison.name) ?? 1;
	return anyNumber(readers, value => parseElapsedMs(value, unitMs), numberTest(order, durationOf(comparison, order)));
}

function anyNumber(readers: readonly ReadField[], toNumber: (value: unknown) => number | undefined, test: NumberTest): EventTest {
	return event =>
		readers.some(read => {
			const number = toNumber(read(event));
			return number !== undefined && test(number);
		});
}

function amountOf(value: unknown): number | undefined {
	if (typeof value === 'string') {
		return numberOf(value);
	}
	return typeof value === 'number' ? value : undefined;
}

function durationOf({name, value, column}: Comparison, order: Order): number {
	const durationMs = parseDurationMs(value.text);
	if (durationMs !== undefined) {
		return durationMs;
	}
	const meant = canonicalOf(name) === undefined ? nearest(name, askedNames) : undefined;
	if (meant !== undefined && parseLevel(value.text) !== undefined) {
		throw new FilterProblem(column, `\`${name}\` has no levels (did you mean ${meant}?)`);
	}
	throw new FilterProblem(
		value.column,
		`\`${order}\` compares numbers and durations (500, 1.5s): \`${value.text}\` is neither${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
	);
}
