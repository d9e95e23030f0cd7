import {type LogEvent, levels} from '../events/event.ts';
import {parseCircuitState} from '../events/values/circuit-state.ts';
import {parseLevel} from '../events/values/level.ts';
import {canonicalOf} from '../shared/field-names.ts';
import {nearest} from '../shared/nearest.ts';
import {plainName} from '../shared/plain-name.ts';
import {FilterProblem} from './filter-error.ts';
import {orderTest} from './order-test.ts';
import type {Comparison} from './parse.ts';
import {fieldReader, type ReadField, readersOf} from './read-field.ts';
import {compileRegex} from './regex.ts';
import {equalsTest, matchesTest, type ValueTest} from './text-test.ts';

export type Predicate = (event: LogEvent | undefined, text: string) => boolean;

/** @throws FilterProblem when the value can't be compared with this operator. */
export function compileComparison(comparison: Comparison): Predicate {
	const {name, operator, value} = comparison;
	switch (operator) {
		case '=':
			return equal(comparison);
		case '!=':
			return negated(equal(comparison));
		case '~':
		case '!~': {
			const matches = name === '' ? lineMatches(comparison) : anyOf(readersOf(name), matchesTest(value));
			return operator === '~' ? matches : negated(matches);
		}
		case '>':
		case '>=':
		case '<':
		case '<=': {
			const test = orderTest(comparison, operator);
			return event => event !== undefined && test(event);
		}
	}
}

function equal(comparison: Comparison): Predicate {
	const {name, value} = comparison;
	switch (canonicalOf(name)) {
		case 'level':
			return equalLevel(comparison);
		case 'event':
			return anyOf(readersOf(name), value.isQuoted || !/[*?]/.test(value.text) ? sameNameTest(value.text) : equalsTest(value));
		case 'oldState':
		case 'newState': {
			const state = parseCircuitState(value.text);
			return anyOf(readersOf(name), state === undefined ? equalsTest(value) : read => parseCircuitState(read) === state);
		}
		case 'timestamp':
		case 'elapsedMs':
			return equalAmount(comparison);
		case undefined:
		case 'component':
		case 'host':
		case 'batch':
		case 'recordsIn':
		case 'recordsOut':
		case 'throughputRps':
		case 'circuitName':
		case 'cacheName':
		case 'hits':
		case 'misses':
		case 'hitRate':
		case 'reason':
			return anyOf(readersOf(name), equalsTest(value));
	}
}

/** An unknown level may still be in the line (`"level":"Metadata"` in an audit log), unless it looks like a typo. */
function equalLevel({name, value}: Comparison): Predicate {
	if (!value.isQuoted && /[*?]/.test(value.text)) {
		return anyOf(readersOf(name), equalsTest(value));
	}
	const level = parseLevel(value.text);
	if (level !== undefined) {
		return event => event !== undefined && event.level === level;
	}
	const meant = nearest(value.text, levels);
	if (meant !== undefined) {
		throw new FilterProblem(value.column, `unknown level \`${value.text}\` (did you mean ${meant}?)`);
	}
	return anyOf([fieldReader(name)], equalsTest(value));
}

/** A time or a duration is equal when it is neither less nor more. Any other value is compared as text. */
function equalAmount(comparison: Comparison): Predicate {
	const {name, value} = comparison;
	const asText = anyOf(readersOf(name), equalsTest(value));
	try {
		const atLeast = orderTest(comparison, '>=');
		const atMost = orderTest(comparison, '<=');
		return (event, text) => event !== undefined && ((atLeast(event) && atMost(event)) || asText(event, text));
	} catch (error) {
		if (error instanceof FilterProblem) {
			return asText;
		}
		throw error;
	}
}

/** Event names are compared the way event kinds are: ignoring case, `_`, `-`, `.` and spaces. */
function sameNameTest(name: string): ValueTest {
	const wanted = spaceless(name);
	const longest = 4 * (name.length + 16);
	let last: unknown;
	let lastAnswer = false;
	return value => {
		if (value !== last) {
			last = value;
			lastAnswer = typeof value === 'string' && value.length <= longest && (value === name || spaceless(value) === wanted);
		}
		return lastAnswer;
	};
}

function spaceless(name: string): string {
	return plainName(name).replaceAll(' ', '');
}

function lineMatches({value}: Comparison): Predicate {
	const matches = compileRegex(value.text, value.column);
	return (_, text) => matches(text);
}

function anyOf(readers: readonly ReadField[], test: ValueTest): Predicate {
	const [first, second] = readers;
	if (first === undefined) {
		return () => false;
	}
	const testFirst: Predicate = event => event !== undefined && passes(first(event), test);
	return second === undefined ? testFirst : (event, text) => testFirst(event, text) || (event !== undefined && passes(second(event), test));
}

function passes(value: unknown, test: ValueTest): boolean {
	return value !== undefined && test(value);
}

function negated(predicate: Predicate): Predicate {
	return (event, text) => !predicate(event, text);
}
