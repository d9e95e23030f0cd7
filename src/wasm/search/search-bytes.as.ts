// AssemblyScript, a part of find-lines.as.ts: where a pattern occurs in bytes.
//
// A pattern is a head of 32 bytes and `length` pairs of bytes: a byte of the text matches the pair (wanted, mask) when
// `byte | mask` equals `wanted`. The head has the i32 length, first position and second position, those of the two
// rarest bytes in the pattern. These are compared for sixteen positions at once (like memchr's packed pair). Where both
// match, the whole pattern is compared. The two positions are the same if that byte is rare enough alone.

import {patternFirstAt, patternHeadBytes, patternSecondAt} from '../search-layout';

/**
The first position in `from..to` at which the pattern occurs, or `to`. Sixty-four bytes after `to + length` may be read.
*/
export function findOne(pattern: i32, from: i32, to: i32): i32 {
	const length = load<i32>(pattern);
	if (from + length > to) {
		return to;
	}
	const last = to - length;
	const first = load<i32>(pattern, patternFirstAt);
	const second = load<i32>(pattern, patternSecondAt);
	const bytes = pattern + patternHeadBytes;
	const wanted1 = v128.load_splat<u8>(bytes + 2 * first);
	const mask1 = v128.load_splat<u8>(bytes + 2 * first, 1);
	const wanted2 = v128.load_splat<u8>(bytes + 2 * second);
	const mask2 = v128.load_splat<u8>(bytes + 2 * second, 1);
	const isOne = first === second;
	const isPlain = v128.any_true(v128.or(mask1, mask2)) === false;
	let at = from;
	while (true) {
		if (isOne) {
			at = nextOfOne(at, last, first, wanted1, mask1);
		} else if (isPlain) {
			at = nextOfPlain(at, last, first, second, wanted1, wanted2);
		} else {
			at = nextOfBoth(at, last, first, second, wanted1, mask1, wanted2, mask2);
		}
		if (at > last) {
			return to;
		}
		for (let places = placesAt(at, first, second, wanted1, mask1, wanted2, mask2); places !== 0; places &= places - 1) {
			const place = at + <i32>ctz(places);
			if (place > last) {
				return to;
			}
			if (stands(bytes, length, place)) {
				return place;
			}
		}
		at += 64;
	}
}

/**
The first stretch of sixty-four positions from `from` on that contains the rarest byte. After `last` if there is none.
*/
function nextOfOne(from: i32, last: i32, first: i32, wanted: v128, mask: v128): i32 {
	let at = from;
	for (; at <= last; at += 64) {
		const here = at + first;
		const left = v128.or(is(v128.load(here), wanted, mask), is(v128.load(here, 16), wanted, mask));
		const right = v128.or(is(v128.load(here, 32), wanted, mask), is(v128.load(here, 48), wanted, mask));
		if (v128.any_true(v128.or(left, right))) {
			break;
		}
	}
	return at;
}

/** The same for both bytes, if neither has a case. */
function nextOfPlain(from: i32, last: i32, first: i32, second: i32, wanted1: v128, wanted2: v128): i32 {
	let at = from;
	for (; at <= last; at += 64) {
		const here = at + first;
		const there = at + second;
		const a = v128.and(i8x16.eq(v128.load(here), wanted1), i8x16.eq(v128.load(there), wanted2));
		const b = v128.and(i8x16.eq(v128.load(here, 16), wanted1), i8x16.eq(v128.load(there, 16), wanted2));
		const c = v128.and(i8x16.eq(v128.load(here, 32), wanted1), i8x16.eq(v128.load(there, 32), wanted2));
		const d = v128.and(i8x16.eq(v128.load(here, 48), wanted1), i8x16.eq(v128.load(there, 48), wanted2));
		if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
			break;
		}
	}
	return at;
}

function nextOfBoth(from: i32, last: i32, first: i32, second: i32, wanted1: v128, mask1: v128, wanted2: v128, mask2: v128): i32 {
	let at = from;
	for (; at <= last; at += 64) {
		const here = at + first;
		const there = at + second;
		const a = v128.and(is(v128.load(here), wanted1, mask1), is(v128.load(there), wanted2, mask2));
		const b = v128.and(is(v128.load(here, 16), wanted1, mask1), is(v128.load(there, 16), wanted2, mask2));
		const c = v128.and(is(v128.load(here, 32), wanted1, mask1), is(v128.load(there, 32), wanted2, mask2));
		const d = v128.and(is(v128.load(here, 48), wanted1, mask1), is(v128.load(there, 48), wanted2, mask2));
		if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
			break;
		}
	}
	return at;
}

/** As bits: those of sixty-four positions where both bytes match. */
function placesAt(at: i32, first: i32, second: i32, wanted1: v128, mask1: v128, wanted2: v128, mask2: v128): u64 {
	let places: u64 = 0;
	for (let step: i32 = 0; step < 64; step += 16) {
		const left = is(v128.load(at + first + step), wanted1, mask1);
		const right = is(v128.load(at + second + step), wanted2, mask2);
		places |= (<u64>i8x16.bitmask(v128.and(left, right))) << (<u64>step);
	}
	return places;
}

function is(bytes: v128, wanted: v128, mask: v128): v128 {
	return i8x16.eq(v128.or(bytes, mask), wanted);
}

/** Whether a pattern, without its head, matches at a position. */
export function stands(bytes: i32, length: i32, place: i32): bool {
	for (let index: i32 = 0; index < length; index++) {
		if ((load<u8>(place + index) | load<u8>(bytes + 2 * index, 1)) !== load<u8>(bytes + 2 * index)) {
			return false;
		}
	}
	return true;
}
