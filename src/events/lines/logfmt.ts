import {canonicalOf} from '../../shared/field-names.ts';
import type {Fields} from '../fields.ts';
import {readLooseString} from './loose-string.ts';

const mostPairs = 200;
const key = /[A-Za-z_@][\w.@/-]{0,127}/y;
const bare = /[^\s"]*/y;
const space = /[ \t]+/y;

/**
The fields of a line of `key=value` pairs, as Go's services write them: at least two, one of them a time, a level or the
text. A key without a value is true.

@param from - Where the first pair begins.
@returns `undefined` for any other line.
*/
export function readLogfmt(line: string, from: number): Fields | undefined {
	const fields: Record<string, unknown> = {};
	let pairs = 0;
	let isEvent = false;
	for (let at = from; at < line.length; ) {
		const name = matched(key, line, at);
		if (name === undefined || pairs > mostPairs) {
			return undefined;
		}
		at += name.length;
		let value: string | true = true;
		if (line[at] === '=') {
			const read = readValue(line, at + 1);
			if (read === undefined) {
				return undefined;
			}
			({value, end: at} = read);
			pairs++;
			isEvent ||= tellsEvent(name);
		} else if (pairs === 0) {
			return undefined;
		}
		Object.defineProperty(fields, name, {value, enumerable: true, configurable: true, writable: true});
		const gap = matched(space, line, at) ?? '';
		at += gap.length;
		if (gap === '' && at < line.length) {
			return undefined;
		}
	}
	return pairs >= 2 && isEvent ? fields : undefined;
}

/** Whether a time, a level or a text may be among its pairs. Cheap, because every line that is not JSON is asked. */
export function mayBeLogfmt(line: string): boolean {
	for (let at = line.indexOf('='), tries = 0; at !== -1 && tries < mostPairs; at = line.indexOf('=', at + 1), tries++) {
		let start = at;
		while (start > 0 && at - start < longestName && isNameCode(line.charCodeAt(start - 1))) {
			start--;
		}
		if (start < at && tellsEvent(line.slice(start, at))) {
			return true;
		}
	}
	return false;
}

/** The names of times, levels and texts are short. */
const longestName = 24;

function isNameCode(code: number): boolean {
	return (
		(code >= 0x61 && code <= 0x7a) ||
		(code >= 0x41 && code <= 0x5a) ||
		(code >= 0x30 && code <= 0x39) ||
		code === 0x5f ||
		code === 0x2e ||
		code === 0x2d ||
		code === 0x40
	);
}

function readValue(line: string, at: number): {readonly value: string; readonly end: number} | undefined {
	if (line[at] === '"') {
		const {value, end} = readLooseString(line, at, new Set());
		return value === undefined ? undefined : {value, end};
	}
	const value = matched(bare, line, at) ?? '';
	return {value, end: at + value.length};
}

function tellsEvent(name: string): boolean {
	const canonical = canonicalOf(name);
	return canonical === 'timestamp' || canonical === 'level' || canonical === 'event';
}

function matched(pattern: RegExp, line: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(line)?.[0];
}
