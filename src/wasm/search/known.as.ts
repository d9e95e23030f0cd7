// AssemblyScript: looks up known keys and values. known-fields.ts lays out their entries.

import {hashOf, sameBytes} from '../json/bytes.as';
import {keyHeadBytes, keySlots, keySlotsAt, valueHeadBytes, valueKeyAt, valueSlots, valueSlotsAt} from '../search-layout';

/** Whether a key and its closing quote are at a position. */
export function isKeyAt(key: i32, at: i32): bool {
	return sameBytes(key + keyHeadBytes, at, load<i32>(key) + 1);
}

/** 0 when it is unknown. */
export function findKey(at: i32, length: i32): i32 {
	let slot = hashOf(at, length) & (keySlots - 1);
	while (true) {
		const key = load<i32>(keySlotsAt + 4 * slot);
		if (key === 0 || (load<i32>(key) === length && sameBytes(key + keyHeadBytes, at, length))) {
			return key;
		}
		slot = (slot + 1) & (keySlots - 1);
	}
}

/** 0 when it is unknown. */
export function findValue(key: i32, at: i32, length: i32): i32 {
	let slot = (hashOf(at, length) + <u32>key) & (valueSlots - 1);
	while (true) {
		const value = load<i32>(valueSlotsAt + 4 * slot);
		if (value === 0) {
			return 0;
		}
		if (load<i32>(value) === length && load<i32>(value, valueKeyAt) === key && sameBytes(value + valueHeadBytes, at, length)) {
			return value;
		}
		slot = (slot + 1) & (valueSlots - 1);
	}
}

/** Makes a finished entry available to `findKey`. */
export function addKey(key: i32): void {
	let slot = hashOf(key + keyHeadBytes, load<i32>(key)) & (keySlots - 1);
	while (load<i32>(keySlotsAt + 4 * slot) !== 0) {
		slot = (slot + 1) & (keySlots - 1);
	}
	store<i32>(keySlotsAt + 4 * slot, key);
}

export function addValue(value: i32): void {
	let slot = (hashOf(value + valueHeadBytes, load<i32>(value)) + load<u32>(value, valueKeyAt)) & (valueSlots - 1);
	while (load<i32>(valueSlotsAt + 4 * slot) !== 0) {
		slot = (slot + 1) & (valueSlots - 1);
	}
	store<i32>(valueSlotsAt + 4 * slot, value);
}
