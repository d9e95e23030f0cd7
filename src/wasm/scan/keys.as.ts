// AssemblyScript. The known keys and their meanings. Most lines have the same keys as the line before, so each key
// remembers the one that followed it.

import {hashOf, sameBytes, spelling, stringEnd} from '../json/bytes.as';
import {
	escapedSpelling,
	keyBytes,
	keyHashAt,
	keyIsKnownAt,
	keyLastTextAt,
	keyLengthAt,
	keyLineAt,
	keyNextAt,
	keyNominatesAt,
	keyScopeAt,
	keysAt,
	keyTableAt,
	keyTableSize,
	keyTextAt,
	keyTextsAt,
	keyTextsBytes,
	maxKeys,
	maxScopes,
} from '../layout';
import {isKnownKey, learnKey} from './answers.as';

const longestKey: i32 = 256;
// What surrounds a key without spaces. Keys are stored with it.
const commaQuote: u16 = 0x222c;
const quoteColon: u16 = 0x3a22;
const mostKeys: i32 = maxKeys - 1;

/** The last entry stands for all keys that are not kept and mean nothing. */
const passing: i32 = keysAt + mostKeys * keyBytes;

let count: i32 = maxScopes;
let nextByte: i32 = keyTextsAt;

/** Whether any key so far is a marker of a dialect. Until then the shape of a line does not matter. */
export let hasMarkers: bool = false;

/** The closing quote of the key read last. */
export let keyEnd: i32 = 0;

/** The position before the first key of an object. */
export function startOf(scope: i32): i32 {
	return keysAt + scope * keyBytes;
}

/** Whether it means something, see layout.ts. */
export function knownOf(key: i32): i32 {
	return load<i32>(key, keyIsKnownAt);
}

export function isKept(key: i32): bool {
	return key !== passing;
}

/** @returns Whether it occurs for the first time in a line. */
export function isFirstInLine(key: i32, line: i32): bool {
	if (load<i32>(key, keyLineAt) === line) {
		return false;
	}
	store<i32>(key, line, keyLineAt);
	return true;
}

/**
The key that followed another last time, if it does so again, without spaces. Otherwise 0.

@param at - Of a comma.
*/
export function usualKeyAfter(previous: i32, at: i32): i32 {
	const next = load<i32>(previous, keyNextAt);
	if (next === 0) {
		return 0;
	}
	const length = load<i32>(next, keyLengthAt);
	if (!sameBytes(at, load<i32>(next, keyTextAt) - 2, length + 4)) {
		return 0;
	}
	keyEnd = at + 2 + length;
	return next;
}

/**
@param from - After the opening quote.
@returns The key that follows another. 0 when it can't be decided here.
*/
export function keyAfter(previous: i32, scope: i32, from: i32): i32 {
	const next = load<i32>(previous, keyNextAt);
	if (next !== 0) {
		const length = load<i32>(next, keyLengthAt);
		if (sameBytes(from, load<i32>(next, keyTextAt), length + 1)) {
			keyEnd = from + length;
			return next;
		}
	}
	const key = findKey(scope, from);
	if (key !== 0 && key !== passing) {
		store<i32>(previous, <i32>key, keyNextAt);
	}
	return key;
}

function findKey(scope: i32, from: i32): i32 {
	const to = stringEnd(from);
	if (to === 0 || spelling === escapedSpelling) {
		return 0;
	}
	keyEnd = to;
	const length = to - from;
	const hash = hashOf(from, length) ^ (<u32>scope * 0x9e3779b1);
	let slot = hash & (keyTableSize - 1);
	while (true) {
		const key = load<i32>(keyTableAt + 4 * slot);
		if (key === 0) {
			break;
		}
		if (load<u32>(key, keyHashAt) === hash && load<i32>(key, keyScopeAt) === scope && load<i32>(key, keyLengthAt) === length) {
			if (sameBytes(from, load<i32>(key, keyTextAt), length)) {
				return key;
			}
		}
		slot = (slot + 1) & (keyTableSize - 1);
	}
	if (count === mostKeys || length > longestKey || nextByte + length + 4 > keyTextsAt + keyTextsBytes) {
		return isKnownKey(scope, from, to) ? 0 : passing;
	}
	return addKey(scope, from, length, hash, slot);
}

function addKey(scope: i32, from: i32, length: i32, hash: u32, slot: u32): i32 {
	const key = keysAt + count * keyBytes;
	count++;
	store<u16>(nextByte, commaQuote);
	const text = nextByte + 2;
	memory.copy(text, from, length);
	store<u16>(text + length, quoteColon);
	store<i32>(key, <i32>text, keyTextAt);
	store<i32>(key, <i32>length, keyLengthAt);
	store<u32>(key, hash, keyHashAt);
	store<i32>(key, scope, keyScopeAt);
	nextByte += length + 4;
	store<i32>(keyTableAt + 4 * slot, <i32>key);
	learnKey(key);
	hasMarkers = hasMarkers || load<i32>(key, keyNominatesAt) !== 0;
	return key;
}

/** Call it when the dictionary with their texts is emptied. */
export function forgetLastTexts(): void {
	for (let index = 0; index < count; index++) {
		store<i32>(keysAt + index * keyBytes, 0, keyLastTextAt);
	}
}
