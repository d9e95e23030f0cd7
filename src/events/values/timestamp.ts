import {zoneClock} from '../../shared/time-zone.ts';
import {isoOfForm, timeOfObject} from './time-forms.ts';

const dayMs = 86_400_000;
/** An earlier time must be a mistake. */
export const earliestMs = Date.UTC(1990, 0, 1);

/**
A day from now. Updated when a time lies beyond it, so that runs of several days work and not every line reads the
clock.
*/
let latestMs = Date.now() + dayMs;

/**
The instant of a timestamp: ISO 8601 with or without a zone, another form of time-forms.ts, or a number (or its digits)
of epoch seconds, ms, µs or ns, distinguished by magnitude.

@param timeZone - IANA zone for a time without one.
@param previousMs - The time of the line before, which a local time that occurs twice goes on from.
@returns Epoch milliseconds. `undefined` for anything else, and for times before 1990 or more than a day from now, which
must be mistakes.
*/
export function parseTimestamp(value: unknown, timeZone: string, previousMs?: number): number | undefined {
	if (typeof value === 'string') {
		const timeMs = timeOnKnownDay(value) ?? parseIsoTime(value, timeZone, previousMs);
		return timeMs === undefined ? (digitsTime(value) ?? timeOfForm(value, timeZone, previousMs)) : plausible(timeMs);
	}
	if (typeof value === 'number') {
		return epochTime(value);
	}
	const inner = timeOfObject(value);
	return inner === undefined ? undefined : parseTimestamp(inner, timeZone, previousMs);
}

function timeOfForm(text: string, timeZone: string, previousMs: number | undefined): number | undefined {
	const iso = isoOfForm(text, Date.now());
	const timeMs = iso === undefined ? undefined : parseIsoTime(iso, timeZone, previousMs);
	return timeMs === undefined ? undefined : plausible(timeMs);
}

/** The ranges of the four units, from 1990 to now, are far apart. */
function epochTime(number: number): number | undefined {
	if (number < 1e11) {
		// A double holds microseconds; 1083990755.759 * 1000 is off, and a little less is shown as the millisecond before.
		return plausible(Math.floor(number * 1e6 + 0.5) / 1000);
	}
	if (number < 1e14) {
		return plausible(number);
	}
	// A double can't hold epoch nanoseconds exactly, but it can hold microseconds.
	return plausible(number < 1e17 ? number / 1000 : Math.round(number / 1000) / 1000);
}

function digitsTime(text: string): number | undefined {
	return text.length >= 9 && text.length <= 32 && /^\d+(?:\.\d+)?$/.test(text) ? epochTime(Number(text)) : undefined;
}

/** A time that a log can be of, else `undefined`. */
export function plausible(timeMs: number): number | undefined {
	if (timeMs > latestMs) {
		latestMs = Date.now() + dayMs;
	}
	return timeMs >= earliestMs && timeMs <= latestMs ? timeMs : undefined;
}

/**
A fast path for the most common form, `2024-01-15T22:00:00.021Z`, on the same day as the line before. The result is the
same as from `parseIsoTime`.
*/
function timeOnKnownDay(text: string): number | undefined {
	if (
		text.length !== 24 ||
		text.charCodeAt(4) !== dash ||
		text.charCodeAt(7) !== dash ||
		text.charCodeAt(10) !== 0x54 ||
		text.charCodeAt(13) !== colon ||
		text.charCodeAt(16) !== colon ||
		text.charCodeAt(19) !== 0x2e ||
		text.charCodeAt(23) !== 0x5a
	) {
		return undefined;
	}
	const date = twoDigits(text, 0) * 1_000_000 + twoDigits(text, 2) * 10_000 + twoDigits(text, 5) * 100 + twoDigits(text, 8);
	const hour = twoDigits(text, 11);
	const minute = twoDigits(text, 14);
	const second = twoDigits(text, 17);
	const hundredths = twoDigits(text, 20);
	const thousandth = text.charCodeAt(22) - 48;
	return date === knownDate && hour < 24 && minute < 60 && second < 60 && hundredths < 100 && thousandth >= 0 && thousandth <= 9
		? knownMidnightMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + hundredths * 10 + thousandth
		: undefined;
}

const mostFraction = 9; // further digits don't change a double of milliseconds

/** `YYYY-MM-DD`, then `T` or a space and `hh:mm`, `:ss`, a fraction, a zone, and the zone's name in brackets. */
function parseIsoTime(text: string, timeZone: string, previousMs: number | undefined): number | undefined {
	const midnightMs = parseDate(text);
	if (midnightMs === undefined) {
		return undefined;
	}
	if (text.length === 10) {
		return zoneClock(timeZone)?.instantOf(midnightMs, previousMs);
	}
	const separator = text.charCodeAt(10);
	const hour = twoDigits(text, 11);
	const minute = twoDigits(text, 14);
	if ((separator !== 0x54 && separator !== 0x20 && separator !== 0x74) || text.charCodeAt(13) !== colon || hour > 23 || minute > 59) {
		return undefined;
	}
	let wallMs = midnightMs + hour * 3_600_000 + minute * 60_000;
	let end = 16;
	if (text.charCodeAt(16) === colon) {
		const second = twoDigits(text, 17);
		// 60 is a leap second. Epoch time has none, so it becomes the first second of the next minute.
		if (second > 60) {
			return undefined;
		}
		wallMs += second * 1000;
		end = 19;
		const mark = text.charCodeAt(19);
		if (mark === 0x2e || mark === 0x2c) {
			let digits = 0;
			end = 20;
			for (let digit = text.charCodeAt(end) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(end) - 48) {
				digits = end < 20 + mostFraction ? digits * 10 + digit : digits;
				end++;
			}
			if (end === 20) {
				return undefined;
			}
			const count = Math.min(end - 20, mostFraction);
			wallMs += count > 3 ? digits / 10 ** (count - 3) : digits * 10 ** (3 - count);
		}
	}
	const zone = text.charCodeAt(end);
	return (zone === 0x5a || zone === 0x7a) && text.length === end + 1 ? wallMs : zonedTime(text.slice(end), wallMs, timeZone, previousMs);
}

const colon = 0x3a;
const dash = 0x2d;
const zoneSuffix = /^(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)?(?:\[([\w/+-]{1,64})\])?$/;

/** An offset beats a zone's name, and both beat the zone of the log. */
function zonedTime(suffix: string, wallMs: number, timeZone: string, previousMs: number | undefined): number | undefined {
	const found = suffix.length > 80 ? null : zoneSuffix.exec(suffix);
	if (found === null) {
		return undefined;
	}
	const [whole, sign, hours, minutes = '0', name] = found;
	if (sign !== undefined) {
		const offsetMs = Number(hours) * 3_600_000 + Number(minutes) * 60_000;
		return Number(hours) > 23 || Number(minutes) > 59 ? undefined : wallMs + (sign === '-' ? offsetMs : -offsetMs);
	}
	if (whole.startsWith('Z') || whole.startsWith('z')) {
		return wallMs;
	}
	const zone = name ?? timeZone;
	return zone === 'UTC' ? wallMs : zoneClock(zone)?.instantOf(wallMs, previousMs);
}

/** The day of the line before: a log has few days and many lines. */
let knownDate = -1;
let knownMidnightMs = 0;

/** Midnight of the date in the first ten characters, as if it were UTC. `undefined` for a day that does not exist. */
function parseDate(text: string): number | undefined {
	if (text.length < 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) {
		return undefined;
	}
	const century = twoDigits(text, 0);
	const year = century * 100 + twoDigits(text, 2);
	const month = twoDigits(text, 5);
	const day = twoDigits(text, 8);
	if (year > 9999 || month > 12 || day > 31) {
		return undefined;
	}
	const date = year * 10_000 + month * 100 + day;
	if (date === knownDate) {
		return knownMidnightMs;
	}
	const midnightMs = Date.UTC(year, month - 1, day);
	if (new Date(midnightMs).getUTCDate() !== day) {
		return undefined;
	}
	knownDate = date;
	knownMidnightMs = midnightMs;
	return midnightMs;
}

const noDigits = 1e6;

/** Returns more than any clock or calendar value when there are no two digits, so range checks also check the form. */
function twoDigits(text: string, at: number): number {
	const tens = text.charCodeAt(at) - 48;
	const ones = text.charCodeAt(at + 1) - 48;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : noDigits;
}
