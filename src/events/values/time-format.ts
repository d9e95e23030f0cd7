import {zoneClock} from '../../shared/time-zone.ts';

/** A time as written by a clock, and how far that clock is ahead of UTC if it says so. */
export type WrittenTime = {readonly wallMs: number; readonly offsetMs: number | undefined};

/** Reads times of one form. */
export type TimeFormat = {
	/** @param nowMs - A time without a year is of the last year in which it is not in the future. */
	read(text: string, nowMs: number): WrittenTime | undefined;
	/** Where a time that begins at a place in a text ends; `undefined` where none begins there. */
	endOf(text: string, from: number): number | undefined;
};

type Part =
	| 'year'
	| 'shortYear'
	| 'month'
	| 'monthName'
	| 'day'
	| 'dayOfYear'
	| 'hour'
	| 'hour12'
	| 'half'
	| 'minute'
	| 'second'
	| 'fraction';
type Group = Part | 'epoch' | 'zone' | 'zoneName' | 'weekday';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const word = '\\p{L}[\\p{L}.]{0,15}';
const upTo2 = ' ?\\d{1,2}';

/** The pattern of each conversion, and what it says. No part can occur twice, so a match takes little time. */
const conversions: Readonly<Record<string, readonly [pattern: string, group?: Group]>> = {
	Y: ['\\d{4}', 'year'],
	y: ['\\d{2}', 'shortYear'],
	m: [upTo2, 'month'],
	b: [word, 'monthName'],
	B: [word, 'monthName'],
	h: [word, 'monthName'],
	d: [upTo2, 'day'],
	e: [upTo2, 'day'],
	j: ['\\d{1,3}', 'dayOfYear'],
	H: [upTo2, 'hour'],
	k: [upTo2, 'hour'],
	I: [upTo2, 'hour12'],
	l: [upTo2, 'hour12'],
	M: [upTo2, 'minute'],
	S: [upTo2, 'second'],
	f: ['\\d{1,12}', 'fraction'],
	L: ['\\d{1,12}', 'fraction'],
	N: ['\\d{1,12}', 'fraction'],
	p: ['[AaPp]\\.?[Mm]\\.?', 'half'],
	P: ['[AaPp]\\.?[Mm]\\.?', 'half'],
	s: ['\\d{1,12}', 'epoch'],
	z: ['[Zz]|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?', 'zone'],
	Z: ['[A-Za-z]{1,14}(?:[/+-][\\w/+-]{1,40})?', 'zoneName'],
	a: [word, 'weekday'],
	A: [word, 'weekday'],
	u: ['\\d', 'weekday'],
	w: ['\\d', 'weekday'],
	'%': ['%'],
};
const shorthands: Readonly<Record<string, string>> = {
	T: '%H:%M:%S',
	R: '%H:%M',
	r: '%I:%M:%S %p',
	F: '%Y-%m-%d',
	D: '%m/%d/%y',
	c: '%a %b %e %H:%M:%S %Y',
	n: ' ',
	t: ' ',
};
/** Every conversion that a format may have, for errors and the documentation. */
export const formatConversions: readonly string[] = [...Object.keys(conversions), ...Object.keys(shorthands)].map(letter => `%${letter}`);

const longestFormat = 128;
const longestTime = 256;
const dayMs = 86_400_000;

/** What is wrong with a format as strftime has it; `undefined` where nothing is. */
export function problemOfFormat(format: string): string | undefined {
	const compiled = compile(format);
	return typeof compiled === 'string' ? compiled : undefined;
}

/**
A format as strftime has it. White space in it stands for any white space, also for none; names are English.

@returns `undefined` where `problemOfFormat` has something to say.
*/
export function timeFormat(format: string): TimeFormat | undefined {
	const compiled = compile(format);
	if (typeof compiled === 'string') {
		return undefined;
	}
	const {source, groups} = compiled;
	const pattern = new RegExp(`^${source}$`, 'u');
	const within = new RegExp(`${source}(?=[\\s\\])|:,{]|$)`, 'uy');
	return {
		read(text, nowMs) {
			const found = text.length > longestTime ? null : pattern.exec(text.trim());
			return found === null ? undefined : timeOf(new Map(groups.map((group, index) => [group, (found[index + 1] ?? '').trim()])), nowMs);
		},
		endOf(text, from) {
			within.lastIndex = from;
			return within.test(text) ? within.lastIndex : undefined;
		},
	};
}

function compile(format: string): {readonly source: string; readonly groups: readonly Group[]} | string {
	const groups: Group[] = [];
	let pattern = '';
	if (format.length > longestFormat) {
		return `is longer than ${longestFormat} characters`;
	}
	const whole = format.trim().replace(/%[-_0^#]?([TRrFDcnt])/g, (_, letter: string) => shorthands[letter] ?? '');
	for (const [piece, flagged, letter = ''] of whole.matchAll(/%([-_0^#]?(.?))|\s+|[^%\s]+/gsu)) {
		if (flagged === undefined) {
			pattern += piece.trim() === '' ? '\\s{0,16}' : piece.replace(/[\^$.*+?()[\]{}|\\/]/g, '\\$&');
			continue;
		}
		const conversion = Object.hasOwn(conversions, letter) ? conversions[letter] : undefined;
		if (conversion === undefined) {
			return letter === '' ? 'ends in a single % (write %% for the sign)' : `has %${letter} (known are ${formatConversions.join(' ')})`;
		}
		const [source, group] = conversion;
		if (group === undefined) {
			pattern += `(?:${source})`;
		} else if (groups.includes(group)) {
			return `has two conversions for the ${nameOf(group)}`;
		} else {
			groups.push(group);
			pattern += `(${source})`;
		}
	}
	return whatLacks(new Set(groups)) ?? {source: pattern, groups};
}

const names: Readonly<Partial<Record<Group, string>>> = {
	shortYear: 'year',
	monthName: 'month',
	dayOfYear: 'day of the year',
	hour12: 'hour',
	half: 'half of the day',
	epoch: 'epoch seconds',
	zoneName: 'name of the zone',
	weekday: 'day of the week',
};
const nameOf = (group: Group): string => names[group] ?? group;

function whatLacks(groups: ReadonlySet<Group>): string | undefined {
	const has = (...any: readonly Group[]) => any.some(group => groups.has(group));
	if (has('epoch')) {
		return undefined;
	}
	if (!has('dayOfYear') && !(has('month', 'monthName') && has('day'))) {
		return 'says no day: it needs %m and %d, %j, or %s';
	}
	return has('hour12') && !has('half') ? 'has %I without %p' : undefined;
}

function timeOf(parts: ReadonlyMap<Group, string>, nowMs: number): WrittenTime | undefined {
	const number = (group: Group, otherwise: number) => (parts.has(group) ? Number(parts.get(group)) : otherwise);
	const fractionMs = Number(`0.${parts.get('fraction') ?? '0'}`) * 1000;
	if (parts.has('epoch')) {
		return {wallMs: number('epoch', 0) * 1000 + fractionMs, offsetMs: 0};
	}
	const [hour, minute, second] = [hourOf(parts), number('minute', 0), number('second', 0)];
	const clockMs = (hour * 60 + minute) * 60_000 + second * 1000 + fractionMs;
	const midnightMs = midnightOf(parts, clockMs, nowMs);
	const offsetMs = offsetOf(parts.get('zone'));
	if (!(hour <= 23 && minute <= 59 && second <= 60) || midnightMs === undefined || Number.isNaN(offsetMs)) {
		return undefined;
	}
	const wallMs = midnightMs + clockMs;
	return {wallMs, offsetMs: offsetMs ?? offsetOfName(parts.get('zoneName'), wallMs)};
}

/** More than any hour where there is none like it. */
function hourOf(parts: ReadonlyMap<Group, string>): number {
	const half = parts.get('half');
	if (half === undefined || !parts.has('hour12')) {
		return Number(parts.get('hour') ?? 0);
	}
	const hour = Number(parts.get('hour12'));
	return hour < 1 || hour > 12 ? Number.POSITIVE_INFINITY : (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function midnightOf(parts: ReadonlyMap<Group, string>, clockMs: number, nowMs: number): number | undefined {
	const year = yearOf(parts);
	if (year !== undefined) {
		return midnightIn(parts, year);
	}
	const next = new Date(nowMs + dayMs).getUTCFullYear();
	const midnightMs = midnightIn(parts, next);
	return midnightMs !== undefined && midnightMs + clockMs <= nowMs + dayMs ? midnightMs : midnightIn(parts, next - 1);
}

/** As POSIX has it, two digits are of 1969 to 2068. */
function yearOf(parts: ReadonlyMap<Group, string>): number | undefined {
	const short = parts.get('shortYear');
	if (parts.has('year')) {
		return Number(parts.get('year'));
	}
	return short === undefined ? undefined : Number(short) + (Number(short) < 69 ? 2000 : 1900);
}

/** `undefined` for a day that does not exist. */
function midnightIn(parts: ReadonlyMap<Group, string>, year: number): number | undefined {
	const dayOfYear = parts.get('dayOfYear');
	const name = parts.get('monthName');
	const month = name === undefined ? Number(parts.get('month') ?? 0) : months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
	const day = Number(parts.get('day') ?? 0);
	const midnight = dayOfYear === undefined ? new Date(Date.UTC(year, month - 1, day)) : new Date(Date.UTC(year, 0, Number(dayOfYear)));
	const exists =
		midnight.getUTCFullYear() === year &&
		(dayOfYear !== undefined || (midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day));
	return exists ? midnight.getTime() : undefined;
}

/** NaN for an offset that no zone has. */
function offsetOf(zone: string | undefined): number | undefined {
	if (zone === undefined) {
		return undefined;
	}
	const [, sign, hours = 0, minutes = 0, seconds = 0] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(zone) ?? [];
	const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
	return Number(hours) > 23 || Number(minutes) > 59 ? Number.NaN : sign === '-' ? -ms : ms;
}

/** Of UTC and of zones such as Europe/Berlin. Letters such as CST stand for several zones, and are left to `--tz`. */
function offsetOfName(name: string | undefined, wallMs: number): number | undefined {
	if (name === undefined || !(/^(?:UTC|GMT|Z)$/i.test(name) || name.includes('/'))) {
		return undefined;
	}
	const clock = zoneClock(/^(?:GMT|Z)$/i.test(name) ? 'UTC' : name);
	return clock === undefined ? undefined : wallMs - clock.instantOf(wallMs);
}
