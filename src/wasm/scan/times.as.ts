// AssemblyScript. Times in the most common forms. All others are left to timestamp.ts, which gives the same results.

import {quote, sameBytes} from '../json/bytes.as';
import {digitAt, powerOfTen} from '../json/numbers.as';
import {scratchAt} from '../layout';
import {midnightOf} from './answers.as';

/** The date, hour and minute read last, as spelled. */
const minuteAt: i32 = scratchAt + 32;
const dateLength: i32 = 10;
const noDigits: u32 = 1000;
const mostFraction: i32 = 9;

let midnightMs: f64 = NaN;
let minuteMs: f64 = NaN;
let earliestMs: f64 = 0;
let latestMs: f64 = 0;
let isUtc: bool = false;
let isAsked: bool = false;

/**
@param utc - Whether times without a zone are UTC.
@param asked - Whether texts may have another form, which is tried first.
*/
export function setTimes(earliest: f64, latest: f64, utc: bool, asked: bool): void {
	earliestMs = earliest;
	latestMs = latest;
	isUtc = utc;
	isAsked = asked;
}

/** The time read last. */
export let timeMs: f64 = 0;

/** @returns Whether it is certainly a plausible time for a log. */
export function takeTime(ms: f64): bool {
	timeMs = ms;
	return ms >= earliestMs && ms <= latestMs;
}

/** Epoch seconds, ms or µs, with the same result as timestamp.ts. */
export function takeEpoch(number: f64): bool {
	return number < 1e17 && takeTime(number < 1e11 ? Math.floor(number * 1e6 + 0.5) / 1000 : number < 1e14 ? number : number / 1000);
}

/**
@param from - After the opening quote.
@returns The position of the closing quote. 0 for a text in another form.
*/
export function isoTimeEnd(from: i32): i32 {
	if (isAsked || (v128.any_true(v128.xor(v128.load(from), v128.load(minuteAt))) && !takeMinute(from))) {
		return 0;
	}
	const second = twoDigits(from + 17);
	if (load<u8>(from, 16) !== 0x3a || second > 60) {
		return 0;
	}
	let wallMs = minuteMs + <f64>(second * 1000);
	let at = from + 19;
	const mark = load<u8>(at);
	if (mark === 0x2e && load<u16>(at, 4) === 0x225a && digitAt(at + 1) <= 9 && twoDigits(at + 2) <= 99) {
		wallMs += <f64>(digitAt(at + 1) * 100 + twoDigits(at + 2)); // .123Z"
		return takeTime(wallMs) ? at + 5 : 0;
	}
	if (mark === 0x2e || mark === 0x2c) {
		const start = ++at;
		let digits: u32 = 0;
		for (let digit = digitAt(at); digit <= 9; digit = digitAt(at)) {
			digits = at - start < mostFraction ? digits * 10 + digit : digits;
			at++;
		}
		if (at === start) {
			return 0;
		}
		const count = <u32>min(at - start, mostFraction);
		wallMs += count > 3 ? <f64>digits / powerOfTen(count - 3) : <f64>digits * powerOfTen(3 - count);
	}
	return zoneEnd(at, wallMs);
}

function zoneEnd(from: i32, wallMs: f64): i32 {
	let at = from;
	let offsetMs: f64 = 0;
	const zone = load<u8>(at);
	if (zone === 0x5a || zone === 0x7a) {
		at++;
	} else if (zone === 0x2b || zone === 0x2d) {
		const hours = twoDigits(at + 1);
		at += 3;
		at += <i32>(load<u8>(at) === 0x3a);
		const minutes = twoDigits(at);
		at += 2;
		if (hours > 23 || minutes > 59) {
			return 0;
		}
		offsetMs = <f64>(hours * 3_600_000 + minutes * 60_000);
		offsetMs = zone === 0x2d ? offsetMs : -offsetMs;
	} else if (!isUtc) {
		return 0;
	}
	return load<u8>(at) === quote && takeTime(wallMs + offsetMs) ? at : 0;
}

/** A log has few minutes and many lines. */
function takeMinute(from: i32): bool {
	const separator = load<u8>(from, 10);
	const hour = twoDigits(from + 11);
	const minute = twoDigits(from + 14);
	const isTime =
		(separator === 0x54 || separator === 0x20 || separator === 0x74) && load<u8>(from, 13) === 0x3a && hour <= 23 && minute <= 59;
	if (!isTime || (!sameBytes(from, minuteAt, dateLength) && !takeDate(from))) {
		return false;
	}
	minuteMs = midnightMs + <f64>(hour * 3_600_000 + minute * 60_000);
	v128.store(minuteAt, v128.load(from));
	return true;
}

function takeDate(from: i32): bool {
	for (let at: i32 = 0; at < dateLength; at++) {
		if (at === 4 || at === 7 ? load<u8>(from + at) !== 0x2d : digitAt(from + at) > 9) {
			return false;
		}
	}
	const ms = midnightOf(from);
	if (F64.isNaN(ms)) {
		return false;
	}
	midnightMs = ms;
	return true;
}

function twoDigits(at: i32): u32 {
	const tens = digitAt(at);
	const ones = digitAt(at + 1);
	return tens <= 9 && ones <= 9 ? tens * 10 + ones : noDigits;
}
