// AssemblyScript. The dictionary: short texts that repeat, numbered from 1.
//
// When it is full, the scanner stops before the line and continues with an empty one.

import {hashOf, quote, sameBytes} from '../json/bytes.as';
import {
	keyLastTextAt,
	longestText,
	maxTexts,
	textBytesAt,
	textBytesSize,
	textCodesAt,
	textEntryBytes,
	textHashAt,
	textLengthAt,
	textNextAt,
	textSpellingAt,
	textStartAt,
	textsAt,
	textTableAt,
	textTableSize,
} from '../layout';
import {learnText} from './answers.as';

const unknownCode: u8 = 255;

let count: i32 = 1;
let nextByte: i32 = textBytesAt;

/** Whether there was no room for a text. */
export let isFull: bool = false;

export function clearTexts(): void {
	count = 1;
	nextByte = textBytesAt;
	isFull = false;
	memory.fill(textTableAt, 0, textTableSize * 4);
}

/** @returns The number of a text. 0 when it is too long, or the dictionary is full. */
export function textOf(from: i32, to: i32, spelling: i32): i32 {
	const length = to - from;
	if (length > longestText) {
		return 0;
	}
	const hash = hashOf(from, length);
	let slot = hash & (textTableSize - 1);
	while (true) {
		const text = load<i32>(textTableAt + 4 * slot);
		if (text === 0) {
			break;
		}
		const entry = entryOf(text);
		if (load<u32>(entry, textHashAt) === hash && load<i32>(entry, textLengthAt) === length) {
			if (load<i32>(entry, textSpellingAt) === spelling && sameBytes(from, load<i32>(entry, textStartAt), length)) {
				return text;
			}
		}
		slot = (slot + 1) & (textTableSize - 1);
	}
	return addText(from, length, spelling, hash, slot);
}

function addText(from: i32, length: i32, spelling: i32, hash: u32, slot: u32): i32 {
	if (count === maxTexts || nextByte + length + 1 > textBytesAt + textBytesSize) {
		isFull = true;
		return 0;
	}
	const text = count++;
	const entry = entryOf(text);
	memory.copy(nextByte, from, length);
	store<u8>(nextByte + length, quote);
	store<i32>(entry, <i32>nextByte, textStartAt);
	store<i32>(entry, <i32>length, textLengthAt);
	store<u32>(entry, hash, textHashAt);
	store<i32>(entry, spelling, textSpellingAt);
	store<u64>(entry, ~(<u64>0), textCodesAt);
	store<i32>(entry, 0, textNextAt);
	nextByte += length + 1;
	store<i32>(textTableAt + 4 * slot, text);
	return text;
}

/**
@param from - After the opening quote.
@returns Whether the text and its closing quote are there.
*/
function standsText(text: i32, from: i32): bool {
	const entry = entryOf(text);
	return sameBytes(from, load<i32>(entry, textStartAt), load<i32>(entry, textLengthAt) + 1);
}

/**
Most names repeat from line to line, or alternate.

@param key - Of the name, see keyLastTextAt.
@param from - After the opening quote.
@returns The text there, if it is the key's last one or the one that followed that before. Otherwise 0.
*/
export function usualText(key: i32, from: i32): i32 {
	const last = load<i32>(key, keyLastTextAt);
	if (last === 0) {
		return 0;
	}
	const next = load<i32>(entryOf(last), textNextAt);
	if (next !== 0 && standsText(next, from)) {
		store<i32>(key, next, keyLastTextAt);
		return next;
	}
	return standsText(last, from) ? last : 0;
}

/** @param text - Of the key's current value. 0 if it is not expected again. */
export function rememberText(key: i32, text: i32): void {
	const last = load<i32>(key, keyLastTextAt);
	if (last !== 0 && text !== 0) {
		store<i32>(entryOf(last), text, textNextAt);
	}
	store<i32>(key, text, keyLastTextAt);
}

export function lengthOfText(text: i32): i32 {
	return load<i32>(entryOf(text), textLengthAt);
}

/** What a text means as a kind, a level, ...: 0 for nothing. */
export function codeOf(text: i32, code: i32): i32 {
	const at = entryOf(text) + textCodesAt + code;
	const known = load<u8>(at);
	if (known !== unknownCode) {
		return <i32>known;
	}
	const learnt = learnText(code, text);
	store<u8>(at, <u8>learnt);
	return learnt;
}

function entryOf(text: i32): i32 {
	return textsAt + text * textEntryBytes;
}
