// AssemblyScript, a part of find-lines.as.ts: where a pattern stands in bytes.
//
// A pattern is `length` pairs of bytes after a head of 32 bytes: a byte of the text matches the pair (wanted, mask) when `byte | mask` is `wanted`. The head holds
// i32 length, first place, second place: those of the two rarest bytes of the pattern, which are compared for sixteen positions at once (as memchr does it with a
// packed pair). Where both match, the whole pattern is compared.

const headBytes: i32 = 32;

/** The first place in `from..to` at which the pattern stands; `to` where there is none. Sixty-four bytes after `to + length` may be read. */
export function findOne(pattern: usize, from: usize, to: usize): usize {
	const length = <usize>load<i32>(pattern);
	if (from + length > to) {
		return to;
	}
	const last = to - length;
	const first = <usize>load<i32>(pattern, 4);
	const second = <usize>load<i32>(pattern, 8);
	const bytes = pattern + headBytes;
	const wanted1 = v128.load_splat<u8>(bytes + 2 * first);
	const mask1 = v128.load_splat<u8>(bytes + 2 * first, 1);
	const wanted2 = v128.load_splat<u8>(bytes + 2 * second);
	const mask2 = v128.load_splat<u8>(bytes + 2 * second, 1);
	for (let at = from; at <= last; at += 64) {
		const a = both(at, first, second, wanted1, mask1, wanted2, mask2);
		const b = both(at + 16, first, second, wanted1, mask1, wanted2, mask2);
		const c = both(at + 32, first, second, wanted1, mask1, wanted2, mask2);
		const d = both(at + 48, first, second, wanted1, mask1, wanted2, mask2);
		if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
			let places =
				<u64>i8x16.bitmask(a) | ((<u64>i8x16.bitmask(b)) << 16) | ((<u64>i8x16.bitmask(c)) << 32) | ((<u64>i8x16.bitmask(d)) << 48);
			while (places !== 0) {
				const place = at + <usize>ctz(places);
				if (place > last) {
					return to;
				}
				if (stands(bytes, length, place)) {
					return place;
				}
				places &= places - 1;
			}
		}
	}
	return to;
}

function both(at: usize, first: usize, second: usize, wanted1: v128, mask1: v128, wanted2: v128, mask2: v128): v128 {
	return v128.and(i8x16.eq(v128.or(v128.load(at + first), mask1), wanted1), i8x16.eq(v128.or(v128.load(at + second), mask2), wanted2));
}

/** Whether a pattern, its head left out, stands at a place. */
export function stands(bytes: usize, length: usize, place: usize): bool {
	for (let index: usize = 0; index < length; index++) {
		if ((load<u8>(place + index) | load<u8>(bytes + 2 * index, 1)) !== load<u8>(bytes + 2 * index)) {
			return false;
		}
	}
	return true;
}
