// AssemblyScript: reads a line that is a JSON object as far as a filter asks for its fields.
//
// What keys and values mean is TypeScript's to say, once for each of them. A line in which anything is not as plain as can be is odd: the parser decides.

import {isPlainNumber, nestedEnd, numberEnd, numberValue, spaceEnd, textEnd, wordEnd} from './json.as';
import {
	findKey,
	findValue,
	isFull,
	isKeyAt,
	isOdd,
	keyAlways,
	keyKind,
	keyNext,
	keyRanges,
	keyRangesAt,
	keyTests,
	keyTexts,
	mayOpen,
	valueTests,
} from './known.as';
import {stands} from './search-bytes.as';

export const isRead: i32 = 0;
export const wantsParser: i32 = 1;
export const wantsKey: i32 = 2;
export const wantsValue: i32 = 3;

/** The tests that a field of the line passed. */
export let passed: u32 = 0;
/** Whether the tests that did not pass surely failed, and the others surely passed: each was decided by one field. */
export let isSure: bool = true;
/** How far it was read: up to the newline where it was read whole. */
export let lineAt: usize = 0;
/** The key or value that is wanted. */
export let tokenStart: usize = 0;
export let tokenEnd: usize = 0;
export let tokenKey: usize = 0;

/** Where the first key of a line is remembered. */
const lineStartKey: usize = 512;
const patternsAt: usize = 4096;
const patternBytes: usize = 1024;
const patternHead: usize = 32;
const keysAreFullAt: usize = 1052;
const longestToken: usize = 256;

export function readLine(line: usize): i32 {
	passed = 0;
	isSure = true;
	if (load<u8>(line) !== 0x7b) {
		return odd(line);
	}
	let at = spaceEnd(line + 1);
	if (load<u8>(at) === 0x7d) {
		return ended(at + 1);
	}
	let key = lineStartKey;
	let decided: u32 = 0;
	while (true) {
		if (load<u8>(at) !== 0x22) {
			return odd(at);
		}
		at++;
		let next = <usize>load<u32>(key, keyNext);
		if (next === 0 || !isKeyAt(next, at)) {
			const end = textEnd(at);
			if (load<u8>(end) !== 0x22) {
				return odd(end);
			}
			next = findKey(at, end - at);
			if (next === 0) {
				if (end - at > longestToken || load<i32>(keysAreFullAt) !== 0) {
					return odd(end);
				}
				return wanted(wantsKey, at, end, 0);
			}
			store<u32>(key, <u32>next, keyNext);
		}
		key = next;
		at += <usize>load<i32>(key) + 1;
		if (load<u8>(at) !== 0x3a) {
			at = spaceEnd(at);
			if (load<u8>(at) !== 0x3a) {
				return odd(at);
			}
		}
		at = spaceEnd(at + 1);
		const kind = load<i32>(key, keyKind);
		const tests = load<u32>(key, keyTests);
		if ((kind & isOdd) !== 0) {
			return odd(at);
		}
		if ((decided & tests) !== 0) {
			isSure = false;
		}
		decided |= tests;
		const start = at;
		const first = load<u8>(at);
		const always = load<u32>(key, keyAlways);
		passed |= always;
		let unknown = tests & ~always;
		if (first === 0x22) {
			at = textEnd(at + 1);
			if (load<u8>(at) !== 0x22 || ((kind & mayOpen) !== 0 && load<u8>(start, 1) === 0x7b)) {
				return odd(at);
			}
			at++;
			if (tests !== 0) {
				const texts = load<u32>(key, keyTexts);
				compareText(texts, start + 1, at - 1);
				unknown &= ~texts;
			}
		} else if (first === 0x7b || first === 0x5b) {
			at = nestedEnd(at);
			if (at === 0) {
				return odd(start);
			}
			passed |= tests;
			isSure = isSure && unknown === 0;
			unknown = 0;
		} else if (first === 0x2d || <u32>first - 0x30 <= 9) {
			at = numberEnd(at);
			if (at === 0) {
				return odd(start);
			}
			const ranges = load<u32>(key, keyRanges);
			if (ranges !== 0 && isPlainNumber()) {
				compareNumber(ranges, <usize>load<u32>(key, keyRangesAt));
				unknown &= ~ranges;
			}
		} else {
			at = wordEnd(at);
			if (at === 0) {
				return odd(start);
			}
		}
		if (unknown !== 0) {
			const value = findValue(key, start, at - start);
			if (value !== 0) {
				passed |= load<u32>(value, valueTests) & unknown;
			} else if ((kind & isFull) !== 0 || at - start > longestToken) {
				passed |= unknown;
				isSure = false;
			} else {
				return wanted(wantsValue, start, at, key);
			}
		}
		at = load<u8>(at) === 0x20 || load<u8>(at) === 0x09 ? spaceEnd(at) : at;
		if (load<u8>(at) === 0x7d) {
			return ended(at + 1);
		}
		if (load<u8>(at) !== 0x2c) {
			return odd(at);
		}
		at = spaceEnd(at + 1);
	}
}

/** Equal without case. Letters outside of ASCII have cases that are not known here. */
function compareText(texts: u32, start: usize, end: usize): void {
	for (let left = texts; left !== 0; left &= left - 1) {
		const test = ctz(left);
		const pattern = patternsAt + <usize>test * patternBytes;
		const length = <usize>load<i32>(pattern);
		if (length === end - start) {
			passed |= u32(stands(pattern + patternHead, length, start)) << test;
		}
		if (!isAscii(start, end)) {
			passed |= 1 << test;
			isSure = false;
		}
	}
}

function isAscii(from: usize, end: usize): bool {
	let at = from;
	for (; at + 16 <= end; at += 16) {
		if (i8x16.bitmask(v128.load(at)) !== 0) {
			return false;
		}
	}
	return (i8x16.bitmask(v128.load(at)) & ((1 << (<i32>(end - at))) - 1)) === 0;
}

/** Both ends are in. */
function compareNumber(ranges: u32, rangesAt: usize): void {
	const value = numberValue();
	let range = rangesAt;
	for (let left = ranges; left !== 0; left &= left - 1) {
		passed |= u32(value >= load<f64>(range) && value <= load<f64>(range, 8)) << ctz(left);
		range += 16;
	}
}

function ended(at: usize): i32 {
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

function odd(at: usize): i32 {
	lineAt = at;
	return wantsParser;
}

function wanted(what: i32, start: usize, end: usize, key: usize): i32 {
	tokenStart = start;
	tokenEnd = end;
	tokenKey = key;
	return what;
}
