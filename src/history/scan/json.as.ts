// AssemblyScript: steps over JSON, a value at a time. What is read must end in a control (a newline), so that no step runs on. Each returns 0 where it meets what
// is no JSON, or none that is plain: a backslash, a control in a text.

/** Within a text: the first place that is a quote, a backslash or a control. */
export function textEnd(from: usize): usize {
	let at = from;
	const quotes = i8x16.splat(0x22);
	const backslashes = i8x16.splat(0x5c);
	const lastControl = i8x16.splat(0x1f);
	while (true) {
		const bytes = v128.load(at);
		const stops = v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.eq(i8x16.min_u(bytes, lastControl), bytes));
		const places = i8x16.bitmask(stops);
		if (places !== 0) {
			return at + <usize>ctz(places);
		}
		at += 16;
	}
}

export function spaceEnd(from: usize): usize {
	let at = from;
	while (load<u8>(at) === 0x20 || load<u8>(at) === 0x09) {
		at++;
	}
	return at;
}

/** After `true`, `false` or `null`. */
export function wordEnd(at: usize): usize {
	const word = load<u32>(at);
	if (word === 0x65757274 || word === 0x6c6c756e) {
		return at + 4;
	}
	return word === 0x736c6166 && load<u8>(at, 4) === 0x65 ? at + 5 : 0;
}

let digits: u64 = 0;
let digitCount: usize = 0;
let fractionDigits: usize = 0;
let hasSign: bool = false;

/** After a number. What it is, is asked after it. */
export function numberEnd(from: usize): usize {
	let at = from;
	hasSign = load<u8>(at) === 0x2d;
	if (hasSign) {
		at++;
	}
	const start = at;
	digits = 0;
	at = load<u8>(at) === 0x30 ? at + 1 : digitsEnd(at);
	if (at === start) {
		return 0;
	}
	digitCount = at - start;
	fractionDigits = 0;
	if (load<u8>(at) === 0x2e) {
		const fraction = at + 1;
		at = digitsEnd(fraction);
		fractionDigits = at - fraction;
		digitCount += fractionDigits;
		if (fractionDigits === 0) {
			return 0;
		}
	}
	if ((load<u8>(at) | 0x20) === 0x65) {
		hasSign = true;
		at++;
		if (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d) {
			at++;
		}
		const exponent = at;
		at = digitsEnd(at);
		return at === exponent ? 0 : at;
	}
	return at;
}

/** Whether the number passed last has neither sign nor exponent and so few digits that `numberValue` is exactly what it says (Clinger 1990). */
export function isPlainNumber(): bool {
	return !hasSign && digitCount <= 15;
}

export function numberValue(): f64 {
	let unit: f64 = 1;
	for (let count = fractionDigits; count > 0; count--) {
		unit *= 10;
	}
	return <f64>digits / unit;
}

function digitsEnd(from: usize): usize {
	let at = from;
	let digit = <u32>load<u8>(at) - 0x30;
	while (digit <= 9) {
		digits = digits * 10 + digit;
		at++;
		digit = <u32>load<u8>(at) - 0x30;
	}
	return at;
}

const deepest: i32 = 60;

/** After an object or a list, whatever it holds. */
export function nestedEnd(from: usize): usize {
	let at = from;
	let depth: i32 = 0;
	let objects: u64 = 0; // a bit for each that is open: whether it is an object
	while (true) {
		const first = load<u8>(at);
		if (first === 0x7b || first === 0x5b) {
			if (depth === deepest) {
				return 0;
			}
			depth++;
			objects = (objects << 1) | u64(first === 0x7b);
			at = spaceEnd(at + 1);
			if (load<u8>(at) !== closing(objects)) {
				at = first === 0x7b ? valueAfterKey(at) : at;
				if (at === 0) {
					return 0;
				}
				continue;
			}
		} else {
			at = scalarEnd(at);
			if (at === 0) {
				return 0;
			}
			at = spaceEnd(at);
		}
		while (load<u8>(at) === closing(objects)) {
			depth--;
			at++;
			if (depth === 0) {
				return at;
			}
			objects >>= 1;
			at = spaceEnd(at);
		}
		if (load<u8>(at) !== 0x2c) {
			return 0;
		}
		at = spaceEnd(at + 1);
		if ((objects & 1) !== 0) {
			at = valueAfterKey(at);
			if (at === 0) {
				return 0;
			}
		}
	}
}

function closing(objects: u64): u8 {
	return (objects & 1) !== 0 ? 0x7d : 0x5d;
}

function valueAfterKey(from: usize): usize {
	let at = from;
	if (load<u8>(at) !== 0x22) {
		return 0;
	}
	at = textEnd(at + 1);
	if (load<u8>(at) !== 0x22) {
		return 0;
	}
	at = spaceEnd(at + 1);
	return load<u8>(at) === 0x3a ? spaceEnd(at + 1) : 0;
}

function scalarEnd(from: usize): usize {
	let at = from;
	const first = load<u8>(at);
	if (first === 0x22) {
		at = textEnd(at + 1);
		return load<u8>(at) === 0x22 ? at + 1 : 0;
	}
	return first === 0x2d || <u32>first - 0x30 <= 9 ? numberEnd(at) : wordEnd(at);
}
