// AssemblyScript: reads a line that is a JSON object, as far as a filter asks for its fields.
//
// TypeScript decides what keys and values mean, once for each of them. If anything in a line is unusual, the line is
// odd, and the parser decides.

import {backslash, quote, skipSpace, spelling, stringEnd} from '../json/bytes.as';
import {isExact, number, numberEnd} from '../json/numbers.as';
import {skipValue} from '../json/values.as';
import {plainSpelling} from '../layout';
import {
	fullKey,
	keyAlwaysAt,
	keyKindAt,
	keyNextAt,
	keyRangesAt,
	keyRangesPlaceAt,
	keysAreFullAt,
	keyTestsAt,
	keyTextsAt,
	lineStartKey,
	longestToken,
	oddKey,
	openingKey,
	patternBytes,
	patternHeadBytes,
	patternsAt,
	valueTestsAt,
	wantedAt,
} from '../search-layout';
import {findKey, findValue, isKeyAt} from './known.as';
import {stands} from './search-bytes.as';

export const isRead: i32 = 0;
export const wantsParser: i32 = 1;
export const wantsKey: i32 = 2;
export const wantsValue: i32 = 3;

/** The tests that fields of the line passed. */
export let passed: u32 = 0;
/** Whether all results are certain: each test was decided by one field. */
export let isSure: bool = true;
/** How far it was read: to the newline if it was read completely. */
export let lineAt: i32 = 0;
/** The key or value that is wanted. */
export let tokenStart: i32 = 0;
export let tokenEnd: i32 = 0;
export let tokenKey: i32 = 0;

/** A number of this many bytes has few enough digits that doubles tell all such numbers apart. */
const longestPlainNumber: i32 = 15;

export function readLine(line: i32): i32 {
	passed = 0;
	isSure = true;
	if (load<u8>(line) !== 0x7b) {
		return odd(line);
	}
	let at = skipSpace(line + 1);
	if (load<u8>(at) === 0x7d) {
		return ended(at + 1);
	}
	let key = lineStartKey;
	let decided: u32 = 0;
	while (true) {
		if (load<u8>(at) !== quote) {
			return odd(at);
		}
		at++;
		let next = load<i32>(key, keyNextAt);
		if (next === 0 || !isKeyAt(next, at)) {
			const end = stringEnd(at);
			if (end === 0 || spelling !== plainSpelling) {
				return odd(at);
			}
			next = findKey(at, end - at);
			if (next === 0) {
				if (end - at > longestToken || load<i32>(wantedAt, keysAreFullAt) !== 0) {
					return odd(end);
				}
				return wanted(wantsKey, at, end, 0);
			}
			store<i32>(key, next, keyNextAt);
		}
		key = next;
		at += load<i32>(key) + 1;
		if (load<u8>(at) !== 0x3a) {
			at = skipSpace(at);
			if (load<u8>(at) !== 0x3a) {
				return odd(at);
			}
		}
		at = skipSpace(at + 1);
		const kind = load<i32>(key, keyKindAt);
		const tests = load<u32>(key, keyTestsAt);
		if ((kind & oddKey) !== 0) {
			return odd(at);
		}
		if ((decided & tests) !== 0) {
			isSure = false;
		}
		decided |= tests;
		const start = at;
		const first = load<u8>(at);
		const always = load<u32>(key, keyAlwaysAt);
		passed |= always;
		let unknown = tests & ~always;
		if (first === quote) {
			const end = stringEnd(at + 1);
			const opens = (kind & openingKey) !== 0 && (load<u8>(start, 1) === 0x7b || load<u8>(start, 1) === backslash);
			if (end === 0 || opens || (tests !== 0 && spelling !== plainSpelling)) {
				return odd(start);
			}
			at = end + 1;
			if (tests !== 0) {
				const texts = load<u32>(key, keyTextsAt);
				compareText(texts, start + 1, end);
				unknown &= ~texts;
			}
		} else if (first === 0x2d || <u32>first - 0x30 <= 9) {
			at = numberEnd(at);
			if (at === 0) {
				return odd(start);
			}
			const ranges = load<u32>(key, keyRangesAt);
			if (ranges !== 0 && isExact && first !== 0x2d && at - start <= longestPlainNumber) {
				compareNumber(ranges, load<i32>(key, keyRangesPlaceAt));
				unknown &= ~ranges;
			}
		} else {
			at = skipValue(at, 0);
			if (at === 0) {
				return odd(start);
			}
			if (first === 0x7b || first === 0x5b) {
				passed |= tests;
				isSure = isSure && unknown === 0;
				unknown = 0;
			}
		}
		if (unknown !== 0) {
			const value = findValue(key, start, at - start);
			if (value !== 0) {
				passed |= load<u32>(value, valueTestsAt) & unknown;
			} else if ((kind & fullKey) !== 0 || at - start > longestToken) {
				passed |= unknown;
				isSure = false;
			} else {
				return wanted(wantsValue, start, at, key);
			}
		}
		at = skipSpace(at);
		if (load<u8>(at) === 0x7d) {
			return ended(at + 1);
		}
		if (load<u8>(at) !== 0x2c) {
			return odd(at);
		}
		at = skipSpace(at + 1);
	}
}

/** Equality ignoring case. The case of letters outside ASCII is unknown here. */
function compareText(texts: u32, start: i32, end: i32): void {
	for (let left = texts; left !== 0; left &= left - 1) {
		const test = <i32>ctz(left);
		const pattern = patternsAt + test * patternBytes;
		const length = load<i32>(pattern);
		if (length === end - start) {
			passed |= u32(stands(pattern + patternHeadBytes, length, start)) << test;
		}
		if (!isAscii(start, end)) {
			passed |= 1 << test;
			isSure = false;
		}
	}
}

function isAscii(from: i32, end: i32): bool {
	let at = from;
	for (; at + 16 <= end; at += 16) {
		if (i8x16.bitmask(v128.load(at)) !== 0) {
			return false;
		}
	}
	return (i8x16.bitmask(v128.load(at)) & ((1 << (end - at)) - 1)) === 0;
}

/** Both ends inclusive. */
function compareNumber(ranges: u32, rangesAt: i32): void {
	let range = rangesAt;
	for (let left = ranges; left !== 0; left &= left - 1) {
		passed |= u32(number >= load<f64>(range) && number <= load<f64>(range, 8)) << ctz(left);
		range += 16;
	}
}

function ended(at: i32): i32 {
	lineAt = at;
	const next = load<u8>(at);
	if (next === 0x0a) {
		return isRead;
	}
	if (next === 0x0d && load<u8>(at, 1) === 0x0a) {
		lineAt = at + 1;
		return isRead;
	}
	return wantsParser;
}

function odd(at: i32): i32 {
	lineAt = at;
	return wantsParser;
}

function wanted(what: i32, start: i32, end: i32, key: i32): i32 {
	tokenStart = start;
	tokenEnd = end;
	tokenKey = key;
	return what;
}
