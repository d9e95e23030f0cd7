// AssemblyScript: the keys and values that are known by now. Their entries are laid out by known-fields.ts; here they are found.

/** Of a key: i32 length, kind, the key that came after it the last time; bits of tests: all that it may decide, those that compare its text, those that compare its
number; the place of the ranges of these; bits of the tests that any value passes; and its bytes with the quote after them. */
export const keyKind: usize = 4;
export const keyNext: usize = 8;
export const keyTests: usize = 12;
export const keyTexts: usize = 16;
export const keyRanges: usize = 20;
export const keyRangesAt: usize = 24;
export const keyAlways: usize = 28;
const keyBytes: usize = 32;

/** No line with it can be read here. */
export const isOdd: i32 = 1;
/** A text behind it that begins with a brace is an event of its own. */
export const mayOpen: i32 = 4;
/** No more values of it are learned. */
export const isFull: i32 = 8;

/** Of a value: i32 length, its key, the tests that it passes; and its bytes. */
export const valueTests: usize = 8;
const valueKey: usize = 4;
const valueBytes: usize = 16;

const keySlotsAt: usize = 73_728;
const keySlots: u32 = 4096;
const valueSlotsAt: usize = 90_112;
const valueSlots: u32 = 32_768;

/** Whether a key stands at a place, up to its quote. */
export function isKeyAt(key: usize, at: usize): bool {
	return isEqual(key + keyBytes, at, <usize>load<i32>(key) + 1);
}

/** 0 for one that is not known. */
export function findKey(at: usize, length: usize): usize {
	let slot = hash(at, length) % keySlots;
	while (true) {
		const key = <usize>load<u32>(keySlotsAt + 4 * <usize>slot);
		if (key === 0 || (<usize>load<i32>(key) === length && isEqual(key + keyBytes, at, length))) {
			return key;
		}
		slot = (slot + 1) % keySlots;
	}
}

/** 0 for one that is not known. */
export function findValue(key: usize, at: usize, length: usize): usize {
	let slot = (hash(at, length) + <u32>key) % valueSlots;
	while (true) {
		const value = <usize>load<u32>(valueSlotsAt + 4 * <usize>slot);
		if (
			value === 0 ||
			(<usize>load<i32>(value) === length && <usize>load<u32>(value, valueKey) === key && isEqual(value + valueBytes, at, length))
		) {
			return value;
		}
		slot = (slot + 1) % valueSlots;
	}
}

/** An entry that is laid out is found from now on. */
export function addKey(key: usize): void {
	let slot = hash(key + keyBytes, <usize>load<i32>(key)) % keySlots;
	while (load<u32>(keySlotsAt + 4 * <usize>slot) !== 0) {
		slot = (slot + 1) % keySlots;
	}
	store<u32>(keySlotsAt + 4 * <usize>slot, <u32>key);
}

export function addValue(value: usize): void {
	let slot = (hash(value + valueBytes, <usize>load<i32>(value)) + load<u32>(value, valueKey)) % valueSlots;
	while (load<u32>(valueSlotsAt + 4 * <usize>slot) !== 0) {
		slot = (slot + 1) % valueSlots;
	}
	store<u32>(valueSlotsAt + 4 * <usize>slot, <u32>value);
}

function hash(from: usize, length: usize): u32 {
	let at = from;
	let mixed: u64 = <u64>length;
	let left = length;
	for (; left >= 8; left -= 8) {
		mixed = mix(mixed ^ load<u64>(at));
		at += 8;
	}
	if (left > 0) {
		mixed = mix(mixed ^ (load<u64>(at) & (((<u64>1) << (8 * <u64>left)) - 1)));
	}
	return <u32>(mixed ^ (mixed >> 32));
}

function mix(value: u64): u64 {
	const product = value * 0x9_e377_9b97_f4a7;
	return product ^ (product >> 29);
}

/** Sixteen bytes after either may be read. */
function isEqual(left: usize, right: usize, length: usize): bool {
	let done: usize = 0;
	for (; done + 16 < length; done += 16) {
		if (i8x16.bitmask(i8x16.eq(v128.load(left + done), v128.load(right + done))) !== 0xffff) {
			return false;
		}
	}
	const wanted = (1 << (<i32>(length - done))) - 1;
	return (i8x16.bitmask(i8x16.eq(v128.load(left + done), v128.load(right + done))) & wanted) === wanted;
}
