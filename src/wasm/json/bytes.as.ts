// AssemblyScript. Bytes of a line, sixteen at a time. A line ends in a newline, and no loop here reads past it.

import {escapedSpelling, plainSpelling, scratchAt} from '../layout';

export const quote: u8 = 0x22;
export const backslash: u8 = 0x5c;
export const newline: u8 = 0x0a;

/**
Sixteen bytes of ones, then sixteen of zeros. Loading from `length` bytes before the border gives a mask for `length`
bytes.
*/
const maskBorder: i32 = scratchAt + 16;

export function writeMask(): void {
	v128.store(scratchAt, i8x16.splat(-1));
	v128.store(maskBorder, i8x16.splat(0));
}

/** @returns The first position from `at` on that is not white space. */
export function skipSpace(at: i32): i32 {
	let place = at;
	// Most logs have no spaces at all.
	while (load<u8>(place) <= 0x20) {
		const byte = load<u8>(place);
		if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
			break;
		}
		place++;
	}
	return place;
}

export function sameBytes(a: i32, b: i32, length: i32): bool {
	let left = a;
	let right = b;
	let rest = length;
	while (rest > 16) {
		if (v128.any_true(v128.xor(v128.load(left), v128.load(right)))) {
			return false;
		}
		left += 16;
		right += 16;
		rest -= 16;
	}
	return !v128.any_true(v128.and(v128.xor(v128.load(left), v128.load(right)), v128.load(maskBorder - rest)));
}

export function lineEnd(from: i32): i32 {
	const wanted = i8x16.splat(newline);
	let at = from;
	while (true) {
		const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
		if (found !== 0) {
			return at + ctz(found);
		}
		at += 16;
	}
}

/** The spelling of the string read last. */
export let spelling: i32 = plainSpelling;

export function tellSpelling(told: i32): void {
	spelling = told;
}

/**
@param from - After the opening quote.
@returns The position of the closing quote. 0 when this is not a JSON string.
*/
export function stringEnd(from: i32): i32 {
	spelling = plainSpelling;
	const quotes = i8x16.splat(quote);
	const backslashes = i8x16.splat(backslash);
	const spaces = i8x16.splat(0x20);
	let at = from;
	while (true) {
		const bytes = v128.load(at);
		const stops = i8x16.bitmask(v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.lt_u(bytes, spaces)));
		if (stops === 0) {
			at += 16;
			continue;
		}
		at += ctz(stops);
		const byte = load<u8>(at);
		if (byte === quote) {
			return at;
		}
		at = byte === backslash ? escapeEnd(at) : 0;
		if (at === 0) {
			return 0;
		}
		spelling = escapedSpelling;
	}
}

/**
@param at - Of the backslash.
@returns The position after the escape. 0 when it is not a valid one.
*/
function escapeEnd(at: i32): i32 {
	switch (load<u8>(at, 1)) {
		case 0x22: // "
		case 0x5c: // \
		case 0x2f: // /
		case 0x62: // b
		case 0x66: // f
		case 0x6e: // n
		case 0x72: // r
		case 0x74: // t
			return at + 2;
		case 0x75: // u
			return isHex(load<u8>(at, 2)) && isHex(load<u8>(at, 3)) && isHex(load<u8>(at, 4)) && isHex(load<u8>(at, 5)) ? at + 6 : 0;
		default:
			return 0;
	}
}

function isHex(byte: u8): bool {
	return <u32>byte - 0x30 <= 9 || (<u32>byte | 0x20) - 0x61 <= 5;
}

/** The hash of a text of any length. May read eight bytes beyond it. */
export function hashOf(from: i32, length: i32): u32 {
	let hash: u64 = <u64>length * 0xd6e8feb86659d;
	let at = from;
	let rest = length;
	while (rest > 8) {
		hash = rotl(hash ^ load<u64>(at), 29) * 0xa0761d6478bd7;
		at += 8;
		rest -= 8;
	}
	const last = rest === 0 ? 0 : load<u64>(at) & (~(<u64>0) >> ((8 - <u64>rest) * 8));
	hash = rotl(hash ^ last, 29) * 0xa0761d6478bd7;
	return <u32>(hash ^ (hash >> 32));
}
