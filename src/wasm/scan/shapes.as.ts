// AssemblyScript. The shape of a line: its keys in order, the types of their values, and the values that dialects look
// at. The dialect is decided once per shape.
//
// Shapes form a tree in a hash table. An entry is (shape of the keys before, key and type, text, verdict), and is
// identified by its position.

import {numberType, textType, valueFrom, valueSpelling, valueTo, valueType} from '../json/values.as';
import {keyBytes, keyDecidesAt, keysAt, lineKeysAt, maxLineKeys, numberSpelling, shapesAt, shapesSize, unsureShape} from '../layout';
import {chooseDialect} from './answers.as';
import {isFull, textOf} from './texts.as';

const mostShapes: i32 = shapesSize - shapesSize / 8;

let shapes: i32 = 0;
let lineKeys: i32 = 0;

export function clearShapes(): void {
	shapes = 0;
	memory.fill(shapesAt, 0, shapesSize * 16);
}

export function beginShape(): void {
	lineKeys = 0;
}

/** Adds the next key of the line, and the value read last. */
export function addToShape(key: i32): void {
	if (lineKeys < maxLineKeys) {
		const at = lineKeysAt + lineKeys * 16;
		store<i32>(at, <i32>key);
		store<i32>(at, valueType | (valueSpelling << 4), 4);
		store<i32>(at, <i32>valueFrom, 8);
		store<i32>(at, <i32>valueTo, 12);
	}
	lineKeys++;
}

/** A key that is not kept can't be distinguished from others, so the line has no usable shape. */
export function spoilShape(): void {
	lineKeys = maxLineKeys + 1;
}

/**
@param from - Start of the line.
@returns The verdict on the line's shape, see layout.ts.
*/
export function dialectOfShape(nominated: i32, from: i32): i32 {
	if (lineKeys > maxLineKeys || shapes > mostShapes) {
		return unsureShape;
	}
	let shape: u32 = shapesSize;
	for (let index = 0; index < lineKeys; index++) {
		const at = lineKeysAt + index * 16;
		const key = load<i32>(at);
		const type = load<i32>(at, 4) & 15;
		const isText = type === textType || type === numberType;
		const text = isText && load<i32>(key, keyDecidesAt) !== 0 ? textAt(at, type) : 0;
		if (text < 0) {
			return unsureShape;
		}
		shape = shapeAfter(shape, ((<i32>((key - keysAt) / keyBytes)) << 3) | type, text);
	}
	const entry = shapesAt + shape * 16;
	let said = shape === shapesSize ? unsureShape : load<i32>(entry, 12);
	if (said === 0) {
		said = chooseDialect(nominated, from);
		store<i32>(entry, said, 12);
	}
	return said;
}

/** @returns -1 when it is too long, or there is no room for it. */
function textAt(at: i32, type: i32): i32 {
	const spelling = type === numberType ? numberSpelling : load<i32>(at, 4) >> 4;
	const text = textOf(load<i32>(at, 8), load<i32>(at, 12), spelling);
	return text === 0 || isFull ? -1 : text;
}

function shapeAfter(before: u32, member: i32, text: i32): u32 {
	const key = ((<u64>before) << 40) ^ ((<u64>member) << 20) ^ <u64>text;
	let place = <u32>((key * 0xd6e8feb86659d) >> 40) & (shapesSize - 1);
	while (true) {
		const entry = shapesAt + place * 16;
		const known = load<i32>(entry);
		if (known === 0) {
			shapes++;
			store<i32>(entry, <i32>before + 1);
			store<i32>(entry, member, 4);
			store<i32>(entry, text, 8);
			return place;
		}
		if (known === <i32>before + 1 && load<i32>(entry, 4) === member && load<i32>(entry, 8) === text) {
			return place;
		}
		place = (place + 1) & (shapesSize - 1);
	}
}
