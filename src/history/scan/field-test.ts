import {type BytePattern, patternOfLine} from '../../query/needed/byte-patterns.ts';
import type {Asked} from '../../query/needed/needed.ts';
import {numberOf} from '../../query/text-test.ts';
import {canonicalOf} from '../../shared/field-names.ts';

/**
The text that a field must equal, ignoring case, to pass a test. `undefined` when the test depends on more than that.
*/
export function exactText(node: Asked): {readonly text: string; readonly pattern: BytePattern} | undefined {
	if (node.type === 'has' || node.operator !== '=' || !isComparedAsText(node.name)) {
		return undefined;
	}
	const {text, isQuoted} = node.value;
	const found = isQuoted || !/[*?]/.test(text) ? patternOfLine(text) : undefined;
	return found?.isWhole === true ? {text, pattern: found.pattern} : undefined;
}

function isComparedAsText(name: string): boolean {
	switch (canonicalOf(name)) {
		case undefined:
		case 'component':
		case 'host':
		case 'batch':
		case 'circuitName':
		case 'cacheName':
		case 'reason':
			return true;
		case 'level':
		case 'event':
		case 'timestamp':
		case 'elapsedMs':
		case 'oldState':
		case 'newState':
		case 'recordsIn':
		case 'recordsOut':
		case 'throughputRps':
		case 'hits':
		case 'misses':
		case 'hitRate':
			return false;
	}
}

/** Both inclusive. */
export type NumberRange = readonly [least: number, most: number];

const most = 1e15; // the tables only ask about numbers of at most fifteen digits
const none: NumberRange = [1, 0];

/**
Which nonnegative numbers pass a test.

@param passes - Whether a number does.
@returns `undefined` when they may not form a range.
*/
export function numberRange(node: Asked, passes: (number: number) => boolean): NumberRange | undefined {
	if (!isAmount(node.name)) {
		return undefined;
	}
	switch (node.type === 'has' ? 'has' : node.operator) {
		case '>':
		case '>=':
		case '<':
		case '<=':
		case 'has':
			return orderedRange(passes);
		case '=': {
			const number = node.type === 'comparison' && canonicalOf(node.name) !== 'elapsedMs' ? numberOf(node.value.text) : undefined;
			return number === undefined ? undefined : passes(number) ? [number, number] : none;
		}
		case '!=':
		case '~':
		case '!~':
			return undefined;
	}
}

/** Whether its numbers are compared as written, or after multiplication by a unit. */
function isAmount(name: string): boolean {
	const canonical = canonicalOf(name);
	return (
		canonical === undefined ||
		canonical === 'elapsedMs' ||
		canonical === 'recordsIn' ||
		canonical === 'recordsOut' ||
		canonical === 'hits' ||
		canonical === 'misses' ||
		canonical === 'batch'
	);
}

/** Either all numbers up to a limit pass, or all from a limit on. Finds the limit by bisection. */
function orderedRange(passes: (number: number) => boolean): NumberRange {
	const passesFirst = passes(0);
	if (passesFirst === passes(most)) {
		return passesFirst ? [0, Number.POSITIVE_INFINITY] : none;
	}
	let low = 0;
	let high = most;
	for (let middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
		if (passes(middle) === passesFirst) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return passesFirst ? [0, low] : [high, Number.POSITIVE_INFINITY];
}
