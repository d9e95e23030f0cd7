// AssemblyScript. JSON numbers.

import {scratchAt} from '../layout';

const powersAt: i32 = scratchAt + 64;
const mostDigits: u32 = 19; // more would overflow
const mostFraction: u32 = 22; // 10^22 is the largest power of ten that a double holds exactly
const zeros: u64 = ((<u64>0x30303030) << 32) | 0x30303030; // eight digits
const everyOtherByte: u64 = ((<u64>0x00ff00ff) << 32) | 0x00ff00ff;
const everyOtherPair: u64 = ((<u64>0x0000ffff) << 32) | 0x0000ffff;
const largestExact: u64 = 9_007_199_254_740_992;

export function writePowers(): void {
	let power: f64 = 1;
	for (let exponent: u32 = 0; exponent <= mostFraction; exponent++) {
		store<f64>(powersAt + 8 * exponent, power);
		power *= 10;
	}
}

export function powerOfTen(exponent: u32): f64 {
	return load<f64>(powersAt + 8 * exponent);
}

/** The number read last, if it is exact. Otherwise its value is left to `readValue`. */
export let number: f64 = 0;
export let isExact: bool = true;

export function digitAt(at: i32): u32 {
	return <u32>load<u8>(at) - 0x30;
}

/**
Reads the usual numbers, up to eight digits before the point and up to seven after it, all digits in parallel.

@returns The position after the number. 0 when this is not a JSON number.
*/
export function numberEnd(from: i32): i32 {
	const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(from), i8x16.splat(0x30)), i8x16.splat(10)));
	const whole = ctz(~digits);
	if (<u32>(whole - 1) > 7 || (whole > 1 && load<u8>(from) === 0x30)) {
		return anyNumberEnd(from);
	}
	let at = from + whole;
	const mark = load<u8>(at);
	if (mark === 0x2e) {
		const fraction = ctz(~(digits >> (whole + 1)));
		at += 1 + fraction;
		if (<u32>(fraction - 1) > 6 || at - from > 15 || (load<u8>(at) | 0x20) === 0x65) {
			return anyNumberEnd(from);
		}
		const power = powerOfTen(fraction);
		number = (<f64>eightDigits(from, whole) * power + <f64>eightDigits(at - fraction, fraction)) / power;
	} else if ((mark | 0x20) === 0x65) {
		return anyNumberEnd(from);
	} else {
		number = <f64>eightDigits(from, whole);
	}
	isExact = true;
	return at;
}

/**
The value of up to eight digits, by combining pairs, then fours, then all eight (Lemire, Quickly parsing eight digits,
2018).

@param count - From 1 to 8.
*/
function eightDigits(from: i32, count: i32): u32 {
	const digits = (load<u64>(from) - zeros) << (64 - 8 * <u64>count);
	const pairs = ((digits * 2561) >> 8) & everyOtherByte;
	const fours = ((pairs * 6553601) >> 16) & everyOtherPair;
	return <u32>((fours * 42949672960001) >> 32);
}

/**
An integer below 2^53 divided by a power of ten up to 10^22 is rounded only once, and thus correctly (Clinger, How to
read floating point numbers accurately, 1990).

@returns The position after the number. 0 when this is not a JSON number.
*/
function anyNumberEnd(from: i32): i32 {
	const isNegative = load<u8>(from) === 0x2d;
	let at = isNegative ? from + 1 : from;
	let digit = digitAt(at);
	if (digit > 9) {
		return 0;
	}
	let whole: u64 = digit;
	let digits: u32 = 1;
	let fraction: u32 = 0;
	at++;
	if (digit !== 0) {
		for (digit = digitAt(at); digit <= 9; digit = digitAt(at)) {
			whole = whole * 10 + digit;
			digits++;
			at++;
		}
	}
	if (load<u8>(at) === 0x2e) {
		const start = ++at;
		for (digit = digitAt(at); digit <= 9; digit = digitAt(at)) {
			whole = whole * 10 + digit;
			at++;
		}
		fraction = <u32>(at - start);
		if (fraction === 0) {
			return 0;
		}
	}
	isExact = digits + fraction <= mostDigits && fraction <= mostFraction && whole <= largestExact;
	if ((load<u8>(at) | 0x20) === 0x65) {
		isExact = false;
		at++;
		const sign = load<u8>(at);
		at += <i32>(sign === 0x2b || sign === 0x2d);
		const start = at;
		while (digitAt(at) <= 9) {
			at++;
		}
		return at === start ? 0 : at;
	}
	if (isExact) {
		const value = fraction === 0 ? <f64>whole : <f64>whole / powerOfTen(fraction);
		number = isNegative ? -value : value;
	}
	return at;
}
