import {isFields} from '../fields.ts';

/**
A form in which a time is written, as the ISO 8601 text of the same time; the ones that name no year are of the last
year in which they are not in the future.
*/
type Form = {
	readonly of: string;
	readonly examples: readonly string[];
	readonly pattern: RegExp;
	readonly iso: (parts: readonly string[], nowMs: number) => string | undefined;
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = '([A-Z][a-z]{2,8})\\.?';
const clock = '(\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,12})?)?)';
const half = '(?: ?([AP]M))?';
const zone = ' ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)?(?: \\(?[A-Z]{2,5}\\)?)?';
const weekday = '(?:[A-Z][a-z]{2,8},? )?';

export const timeForms: readonly Form[] = [
	{
		of: "Go's log, nginx' error log",
		examples: ['2025/04/07 10:00:03', '2025.04.07 10:00:03'],
		pattern: new RegExp(`^(\\d{4})([/.])(\\d\\d)\\2(\\d\\d)[T ]${clock}${zone}$`),
		iso: ([year, , monthOfYear, day, time, offset]) => isoOf(year, monthOfYear, day, time, offset),
	},
	{
		of: 'Postgres, Ruby, Go',
		examples: ['2025-04-07 10:00:04.750 UTC', '2025-04-07 10:00:04 +0200 CEST', '2025-04-07 10:00:04.5 +0200 CEST m=+0.01'],
		pattern: new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${clock}${zone}(?: m=[+-][\\d.]{1,24})?$`),
		iso: ([year, monthOfYear, day, time, offset]) => isoOf(year, monthOfYear, day, time, offset),
	},
	{
		of: 'ISO 8601 without separators',
		examples: ['20250407T100002Z', '20250407 100002.5', '20250407100002'],
		pattern: new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)[T ]?(\\d\\d)(\\d\\d)(\\d\\d(?:[.,]\\d{1,12})?)${zone}$`),
		iso: ([year, monthOfYear, day, hour, minute, second, offset]) => isoOf(year, monthOfYear, day, `${hour}:${minute}:${second}`, offset),
	},
	{
		of: 'mail, HTTP, Tomcat, date',
		examples: [
			'Mon, 07 Apr 2025 10:00:00 +0000',
			'Mon, 07 Apr 2025 10:00:00 GMT',
			'07-Apr-2025 10:00:00.123',
			'Mon 07 Apr 2025 10:00:00 AM UTC',
		],
		pattern: new RegExp(`^${weekday}(\\d{1,2})[ -]${month}[ -](\\d{4}),? ${clock}${half}${zone}$`),
		iso: ([day, name, year, time, noon, offset]) => isoOf(year, monthOf(name), day, ofDay(time, noon), offset),
	},
	{
		of: 'Apache, nginx',
		examples: ['07/Apr/2025:10:00:02 +0000', '[07/Apr/2025:10:00:02 +0000]'],
		pattern: new RegExp(`^\\[?(\\d{1,2})/${month}/(\\d{4})[: ]${clock}${zone}\\]?$`),
		iso: ([day, name, year, time, offset]) => isoOf(year, monthOf(name), day, time, offset),
	},
	{
		of: 'JavaScript',
		examples: ['Mon Apr 07 2025 10:00:00 GMT+0000 (Coordinated Universal Time)'],
		pattern: new RegExp(`^[A-Z][a-z]{2} ${month} (\\d{1,2}) (\\d{4}) ${clock} GMT([+-]\\d{4})?(?: \\([\\w .-]{1,48}\\))?$`),
		iso: ([name, day, year, time, offset]) => isoOf(year, monthOf(name), day, time, offset ?? 'Z'),
	},
	{
		of: 'Boost, network devices',
		examples: ['2025-Apr-07 10:00:03.250', '2025 Apr  7 10:00:03'],
		pattern: new RegExp(`^(\\d{4})[ -]${month}[ -]{1,2}(\\d{1,2})[ T]${clock}${zone}$`),
		iso: ([year, name, day, time, offset]) => isoOf(year, monthOf(name), day, time, offset),
	},
	{
		of: 'old HTTP and mail: a year of two digits is of 1969 to 2068',
		examples: ['Monday, 07-Apr-25 10:00:00 GMT', '07 Apr 25 10:00 UTC'],
		pattern: new RegExp(`^${weekday}(\\d{1,2})[ -]${month}[ -](\\d\\d) ${clock}${zone}$`),
		iso: ([day, name, year, time, offset]) => isoOf(`${Number(year) < 69 ? 20 : 19}${year}`, monthOf(name), day, time, offset),
	},
	{
		of: '.NET',
		examples: ['/Date(1744020000000)/', '/Date(1744020000000+0200)/'],
		pattern: /^\/Date\((\d{12,13})(?:[+-]\d{4})?\)\/$/,
		iso: ([ms]) => new Date(Number(ms)).toISOString(),
	},
	{
		of: 'asctime, date',
		examples: ['Mon Apr  7 10:00:00 2025', 'Mon Apr 7 10:00:00 UTC 2025'],
		pattern: new RegExp(`^[A-Z][a-z]{2} ${month} {1,2}(\\d{1,2}) ${clock}(?: (UTC|GMT))? (\\d{4})$`),
		iso: ([name, day, time, offset, year]) => isoOf(year, monthOf(name), day, time, offset),
	},
	{
		of: 'java.util.logging, Kibana',
		examples: ['Apr 7, 2025 10:00:00 AM', 'Monday, April 7, 2025 10:00:00 AM', 'Apr 7, 2025 @ 10:00:00.000'],
		pattern: new RegExp(`^${weekday}${month} {1,2}(\\d{1,2}),? (\\d{4}),? (?:@ )?${clock}${half}${zone}$`),
		iso: ([name, day, year, time, noon, offset]) => isoOf(year, monthOf(name), day, ofDay(time, noon), offset),
	},
	{
		of: 'syslog, journalctl (the last such day)',
		examples: ['Apr  7 10:00:03', 'Mon Apr 7 10:00:03.250'],
		pattern: new RegExp(`^${weekday}${month} {1,2}(\\d{1,2}) ${clock}$`),
		iso: ([name, day, time], nowMs) => ofLastYear(monthOf(name), day, time, nowMs),
	},
	{
		of: 'glog, klog (the last such day)',
		examples: ['0407 10:00:00.000123'],
		pattern: new RegExp(`^(\\d\\d)(\\d\\d) ${clock}$`),
		iso: ([monthOfYear, day, time], nowMs) => ofLastYear(monthOfYear, day, time, nowMs),
	},
];

const longestTime = 80;

/** The ISO 8601 text of a time that is written in another form; `undefined` where it is in none that is known. */
export function isoOfForm(text: string, nowMs: number): string | undefined {
	if (text.length > longestTime || text.length < 12) {
		return undefined;
	}
	for (const {pattern, iso} of timeForms) {
		const found = pattern.exec(text);
		if (found !== null) {
			return iso(found.slice(1), nowMs);
		}
	}
	return undefined;
}

/**
What an object says that is a time: MongoDB's `{$date}`, protobuf's `{seconds, nanos}`, log4j2's `{epochSecond,
nanoOfSecond}`, loguru's `{repr, timestamp}`, Jackson's list.

@returns A text or a number of one; `undefined` for any other object.
*/
export function timeOfObject(value: unknown): unknown {
	if (Array.isArray(value)) {
		return timeOfList(value);
	}
	if (!isFields(value)) {
		return undefined;
	}
	const key = ['$date', 'timestamp', 'iso', 'repr'].find(name => Object.hasOwn(value, name));
	const inner = key === undefined ? undefined : value[key];
	if (isFields(inner)) {
		return Object.hasOwn(inner, '$numberLong') ? inner.$numberLong : secondsOfObject(inner);
	}
	return inner ?? secondsOfObject(value);
}

/** `[2025, 4, 7, 10, 0, 3, 250000000]`: Jackson's year, month, day, hour, minute and, if not 0, second and nanoseconds. */
function timeOfList(list: readonly unknown[]): string | undefined {
	if (list.length < 5 || list.length > 7 || !list.every(each => Number.isInteger(each) && Number(each) >= 0)) {
		return undefined;
	}
	const [year, month, day, hour, minute, second = 0, nanos = 0] = list.map(each => String(each).padStart(2, '0'));
	return `${year}-${month}-${day}T${hour}:${minute}:${String(second).padStart(2, '0')}.${String(nanos).padStart(9, '0')}`;
}

/** The names of Rust, protobuf, Java, Firestore, C. */
export const secondsKeys = ['seconds', 'secs', 'epochSecond', 'secs_since_epoch', '_seconds', 'sec', 'tv_sec', 'Seconds'] as const;
export const nanosKeys = [
	'nanos',
	'nanoOfSecond',
	'nanoseconds',
	'nanosecond',
	'nanos_since_epoch',
	'_nanoseconds',
	'nsec',
	'tv_nsec',
	'Nanos',
] as const;

/** Seconds of `{secs, nanos}` under the names in use; `undefined` for any other object. */
export function secondsOfObject(value: unknown): number | undefined {
	if (!isFields(value)) {
		return undefined;
	}
	const seconds = ownNumber(value, secondsKeys);
	const nanos = ownNumber(value, nanosKeys) ?? 0;
	return seconds === undefined ? undefined : seconds + nanos / 1e9;
}

function ownNumber(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): number | undefined {
	const key = keys.find(name => Object.hasOwn(fields, name));
	const value = key === undefined ? undefined : fields[key];
	const number = typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value;
	return typeof number === 'number' ? number : undefined;
}

function monthOf(name: string | undefined): string | undefined {
	const index = months.indexOf((name ?? '').slice(0, 3).toLowerCase());
	return index === -1 ? undefined : String(index + 1);
}

function isoOf(
	year: string | undefined,
	monthOfYear: string | undefined,
	day: string | undefined,
	time: string | undefined,
	offset: string | undefined,
): string | undefined {
	if (monthOfYear === undefined || day === undefined || time === undefined) {
		return undefined;
	}
	const suffix = offset === 'UTC' || offset === 'GMT' ? 'Z' : (offset ?? '');
	return `${year}-${monthOfYear.padStart(2, '0')}-${day.padStart(2, '0')}T${time.padStart(time.indexOf(':') === 1 ? time.length + 1 : 0, '0')}${suffix}`;
}

/** The hour of a clock of twelve hours as one of twenty-four. */
function ofDay(time: string | undefined, noon: string | undefined): string | undefined {
	const [hour = '', ...rest] = (time ?? '').split(':');
	if (noon === undefined || time === undefined) {
		return time;
	}
	return Number(hour) > 12 ? undefined : [String((Number(hour) % 12) + (noon === 'PM' ? 12 : 0)).padStart(2, '0'), ...rest].join(':');
}

const dayMs = 86_400_000;

function ofLastYear(monthOfYear: string | undefined, day: string | undefined, time: string | undefined, nowMs: number): string | undefined {
	const tomorrow = new Date(nowMs + dayMs);
	const year = tomorrow.getUTCFullYear();
	const iso = isoOf(String(year), monthOfYear, day, time, undefined);
	return iso === undefined || iso <= tomorrow.toISOString().slice(0, 19) ? iso : `${year - 1}${iso.slice(4)}`;
}
