// AssemblyScript. The row of the current line: what its keys have filled so far, and with which weight.

import {batchNumberAt, rowBytes, rowNumbersEnd, rowsAt, scratchAt, timeAt} from '../layout';

const weightsAt: i32 = scratchAt + 256;
const weightsBytes: i32 = 96;

/** Its position. */
export let row: i32 = rowsAt;

export function beginRow(index: i32): void {
	row = rowsAt + index * rowBytes;
	clearRow();
}

export function clearRow(): void {
	const nothing = f64x2.splat(NaN);
	for (let at: i32 = timeAt; at < rowNumbersEnd - 8; at += 16) {
		v128.store(row + at, nothing);
	}
	store<f64>(row, NaN, batchNumberAt);
	clear(row + rowNumbersEnd, row + rowBytes);
	clear(weightsAt, weightsAt + weightsBytes);
}

function clear(from: i32, to: i32): void {
	const zero = i8x16.splat(0);
	for (let at = to - 16; at > from; at -= 16) {
		v128.store(at, zero);
	}
	v128.store(from, zero);
}

/** The weight of the key that filled a slot. 0 if none has. */
export function weightOf(slot: i32): i32 {
	return load<i32>(weightsAt + 4 * slot);
}

export function setWeight(slot: i32, weight: i32): void {
	store<i32>(weightsAt + 4 * slot, weight);
}

export function numberAt(place: i32): f64 {
	return load<f64>(row + place);
}

export function setNumber(place: i32, number: f64): void {
	store<f64>(row + place, number);
}

export function codeAt(place: i32): i32 {
	return load<i32>(row + place);
}

export function setCode(place: i32, code: i32): void {
	store<i32>(row + place, code);
}

/** A text that is not in the dictionary. */
export function setSpan(place: i32, from: i32, to: i32, spelling: i32): void {
	store<i32>(row + place, <i32>from);
	store<i32>(row + place, <i32>to, 4);
	store<i32>(row + place, spelling, 8);
}
