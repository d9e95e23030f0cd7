// AssemblyScript. JSON values that mean nothing here. They must be valid all the same, because a line with invalid JSON
// is not an event.

import {plainSpelling} from '../layout';
import {quote, skipSpace, spelling, stringEnd} from './bytes.as';
import {digitAt, numberEnd} from './numbers.as';

/** The type of a value. The shape of a line consists of the types and the spellings of texts. */
export const nullType: i32 = 0;
export const booleanType: i32 = 1;
export const numberType: i32 = 2;
export const textType: i32 = 3;
export const emptyTextType: i32 = 4;
export const objectType: i32 = 5;
export const emptyObjectType: i32 = 6;
export const listType: i32 = 7;

const deepest: i32 = 200;

/** The value read last. For a text, the part between its quotes. */
export let valueType: i32 = nullType;
export let valueFrom: i32 = 0;
export let valueTo: i32 = 0;
export let valueSpelling: i32 = plainSpelling;

export function tellText(from: i32, to: i32, spelled: i32): void {
	valueType = from === to ? emptyTextType : textType;
	valueFrom = from;
	valueTo = to;
	valueSpelling = spelled;
}

export function tellValue(type: i32, from: i32, to: i32): void {
	valueType = type;
	valueFrom = from;
	valueTo = to;
}

/** @returns The position after it. 0 when it is not a valid value. */
export function skipValue(from: i32, depth: i32): i32 {
	switch (load<u8>(from)) {
		case 0x22: {
			const end = stringEnd(from + 1);
			tellText(from + 1, end, spelling);
			return end === 0 ? 0 : end + 1;
		}
		case 0x7b:
			return depth > deepest ? 0 : skipObject(from + 1, depth + 1);
		case 0x5b:
			return depth > deepest ? 0 : skipList(from + 1, depth + 1);
		case 0x74: // true
			valueType = booleanType;
			return load<u32>(from) === 0x65757274 ? from + 4 : 0;
		case 0x66: // false
			valueType = booleanType;
			return load<u32>(from, 1) === 0x65736c61 ? from + 5 : 0;
		case 0x6e: // null
			valueType = nullType;
			return load<u32>(from) === 0x6c6c756e ? from + 4 : 0;
		default: {
			if (load<u8>(from) !== 0x2d && digitAt(from) > 9) {
				return 0;
			}
			const end = numberEnd(from);
			tellValue(numberType, from, end);
			return end;
		}
	}
}

function skipList(from: i32, depth: i32): i32 {
	let at = skipSpace(from);
	if (load<u8>(at) === 0x5d) {
		valueType = listType;
		return at + 1;
	}
	while (true) {
		at = skipValue(at, depth);
		if (at === 0) {
			return 0;
		}
		at = skipSpace(at);
		const byte = load<u8>(at);
		if (byte === 0x5d) {
			valueType = listType;
			return at + 1;
		}
		if (byte !== 0x2c) {
			return 0;
		}
		at = skipSpace(at + 1);
	}
}

function skipObject(from: i32, depth: i32): i32 {
	let at = skipSpace(from);
	if (load<u8>(at) === 0x7d) {
		valueType = emptyObjectType;
		return at + 1;
	}
	while (true) {
		const end = load<u8>(at) === quote ? stringEnd(at + 1) : 0;
		if (end === 0) {
			return 0;
		}
		at = skipSpace(end + 1);
		if (load<u8>(at) !== 0x3a) {
			return 0;
		}
		at = skipValue(skipSpace(at + 1), depth);
		if (at === 0) {
			return 0;
		}
		at = skipSpace(at);
		const byte = load<u8>(at);
		if (byte === 0x7d) {
			valueType = objectType;
			return at + 1;
		}
		if (byte !== 0x2c) {
			return 0;
		}
		at = skipSpace(at + 1);
	}
}
