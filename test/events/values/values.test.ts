import test from 'ava';
import fc from 'fast-check';
import {type Level, type LogEvent, levels} from '../../../src/events/event.ts';
import {LineParser} from '../../../src/events/parse-line.ts';
import {parseDurationMs} from '../../../src/events/values/duration.ts';
import {parseLevel} from '../../../src/events/values/level.ts';
import {parseElapsedMs} from '../../../src/events/values/quantity.ts';
import {timeForms} from '../../../src/events/values/time-forms.ts';
import {parseTimestamp} from '../../../src/events/values/timestamp.ts';
import {strftime} from '../../helpers/strftime.ts';

const seconds = fc.integer({min: Date.UTC(1990, 0, 2) / 1000, max: Date.UTC(2025, 0, 1) / 1000});

const writtenForms = [
	'%Y-%m-%dT%H:%M:%SZ',
	'%Y-%m-%d %H:%M:%S',
	'%Y-%m-%dT%H:%M:%S%z',
	'%Y-%m-%d %H:%M:%S %z',
	'%Y-%m-%d %H:%M:%S UTC',
	'%Y-%m-%d %H:%M:%S %z UTC',
	'%Y/%m/%d %H:%M:%S',
	'%Y.%m.%d %H:%M:%S',
	'%Y%m%dT%H%M%SZ',
	'%Y%m%d%H%M%S',
	'%a, %d %b %Y %H:%M:%S %z',
	'%a, %d %b %Y %H:%M:%S GMT',
	'%d %b %Y %H:%M:%S',
	'%d-%b-%Y %H:%M:%S',
	'%a %d %b %Y %I:%M:%S %p UTC',
	'%d/%b/%Y:%H:%M:%S %z',
	'[%d/%b/%Y:%H:%M:%S %z]',
	'%a %b %d %Y %H:%M:%S GMT%z (Coordinated Universal Time)',
	'%Y-%b-%d %H:%M:%S',
	'%Y %b %e %H:%M:%S',
	'%A, %d-%b-%y %H:%M:%S GMT',
	'%d %b %y %H:%M:%S %z',
	'/Date(%s000)/',
	'%a %b %e %H:%M:%S %Y',
	'%a %b %d %H:%M:%S UTC %Y',
	'%b %e, %Y %I:%M:%S %p',
	'%A, %B %e, %Y %I:%M:%S %p',
	'%b %e, %Y @ %H:%M:%S',
	'%s',
	'%s000',
	'%s000000',
	'%s000000000',
];

test('any second, written in any form that is known, is read back', t => {
	fc.assert(
		fc.property(fc.constantFrom(...writtenForms), seconds, (form, second) => {
			const text = strftime(form, new Date(second * 1000)).replace(/,? {2}/, found => found.replace('  ', ' '));
			t.is(parseTimestamp(text, 'UTC'), second * 1000, `${text} as ${form}`);
		}),
		{numRuns: 400},
	);
});

test('the examples of each form are of this form and of one time of day', t => {
	for (const {of, examples, pattern} of timeForms) {
		for (const text of examples) {
			t.regex(text, pattern, of);
			const ms = parseTimestamp(text, 'UTC');
			const hour = text.includes('+0200') && !text.startsWith('/Date') ? 8 : 10;
			t.is(ms === undefined ? undefined : new Date(ms).toISOString().slice(4, 16), `-04-07T${String(hour).padStart(2, '0')}:00`, text);
		}
	}
});

test('a time is read from every object that holds seconds and nanoseconds', t => {
	const keys = [
		['seconds', 'nanos'],
		['secs_since_epoch', 'nanos_since_epoch'],
		['epochSecond', 'nanoOfSecond'],
		['_seconds', '_nanoseconds'],
		['tv_sec', 'tv_nsec'],
	] as const;
	fc.assert(
		fc.property(fc.constantFrom(...keys), seconds, fc.integer({min: 0, max: 999}), ([whole, part], second, ms) => {
			t.is(parseTimestamp({[whole]: second, [part]: ms * 1_000_000}, 'UTC'), second * 1000 + ms);
			t.is(parseTimestamp({[whole]: String(second), [part]: ms * 1_000_000}, 'UTC'), second * 1000 + ms);
		}),
	);
});

test('a list of a date and a clock is a time, if it can be one', t => {
	t.is(parseTimestamp([2025, 4, 7, 10, 0, 3, 250_000_000], 'UTC'), Date.UTC(2025, 3, 7, 10, 0, 3, 250));
	t.is(parseTimestamp([2025, 12, 31, 23, 59], 'UTC'), Date.UTC(2025, 11, 31, 23, 59));
	for (const list of [
		[],
		[2025],
		[2025, 4, 7],
		[2025, 13, 7, 10, 0],
		[2025, 4, 7, 24, 0],
		[2025, 4, 7, 10, 0.5],
		['2025', 4, 7, 10, 0],
		[1, 2, 3, 4, 5],
	]) {
		t.is(parseTimestamp(list, 'UTC'), undefined, JSON.stringify(list));
	}
});

test('epoch seconds with a fraction are exact to the microsecond', t => {
	fc.assert(
		fc.property(seconds, fc.integer({min: 0, max: 999_999}), (second, us) => {
			const text = `${second}.${String(us).padStart(6, '0')}`;
			t.is(parseTimestamp(Number(text), 'UTC'), second * 1000 + us / 1000, text);
			t.is(parseTimestamp(text, 'UTC'), second * 1000 + us / 1000, text);
		}),
	);
});

const units: ReadonlyArray<readonly [words: readonly string[], ms: number]> = [
	[['ns', 'nanos', 'nanoseconds'], 1e-6],
	[['us', 'µs', 'micros', 'microseconds'], 1e-3],
	[['ms', 'millis', 'milliseconds'], 1],
	[['s', 'sec', 'seconds'], 1000],
	[['m', 'min', 'minutes'], 60_000],
	[['h', 'hours'], 3_600_000],
	[['d', 'days'], 86_400_000],
];
const unit = fc.constantFrom(...units.flatMap(([words, ms]) => words.map(word => [word, ms] as const)));
const isNear = (actual: number | undefined, expected: number) => Math.abs((actual ?? Number.NaN) - expected) <= 1e-9 * expected;

test('a number with any unit, in any case, with a space or not, is so many milliseconds', t => {
	const number = fc.oneof(
		fc.integer({min: 0, max: 10_000}),
		fc.integer({min: 0, max: 5_000_000}).map(count => count / 1000),
	);
	fc.assert(
		fc.property(number, unit, fc.boolean(), fc.boolean(), (count, [word, ms], isCapital, isApart) => {
			const text = `${count}${isApart ? ' ' : ''}${isCapital ? word.toUpperCase() : word}`;
			t.true(isNear(parseElapsedMs(text, 1), count * ms) || count * ms === 0, `${text}: ${parseElapsedMs(text, 1)}`);
		}),
	);
});

test('a duration in several units is their sum', t => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.integer({min: 0, max: 59}), unit), {minLength: 2, maxLength: 4}),
			fc.constantFrom('', ' ', ', '),
			(parts, gap) => {
				const text = parts.map(([count, [word]]) => `${count}${word}`).join(gap);
				const sum = parts.reduce((total, [count, [, ms]]) => total + count * ms, 0);
				t.true(sum === 0 || isNear(parseDurationMs(text), sum), text);
			},
		),
	);
});

test('hours, minutes and seconds on a clock, with days as in Python, Postgres and .NET, or as in ISO 8601, are one duration', t => {
	const two = (count: number) => String(count).padStart(2, '0');
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 400}),
			fc.integer({min: 0, max: 23}),
			fc.integer({min: 0, max: 59}),
			fc.integer({min: 0, max: 59_999}),
			(days, hours, minutes, ms) => {
				const clock = `${hours}:${two(minutes)}:${two(Math.floor(ms / 1000))}.${String(ms % 1000).padStart(3, '0')}`;
				const ofDay = (hours * 60 + minutes) * 60_000 + ms;
				t.true(ofDay === 0 || isNear(parseDurationMs(clock), ofDay), clock);
				for (const text of [
					`${days} day${days === 1 ? '' : 's'}, ${clock}`,
					`${days} days ${clock}`,
					`${days}.${clock}`,
					`P${days}DT${hours}H${minutes}M${ms / 1000}S`,
				]) {
					t.true(isNear(parseDurationMs(text), days * 86_400_000 + ofDay), text);
				}
			},
		),
	);
});

test('an object of units, or of a value and its unit, is a duration', t => {
	for (const [object, ms] of [
		[{secs: 1, nanos: 500_000_000}, 1500],
		[{us: 1500}, 1.5],
		[{ms: 12}, 12],
		[{minutes: 1, seconds: 30}, 90_000],
		[{value: 1.5, unit: 's'}, 1500],
		[{value: 1.5, unit: 'Seconds'}, 1500],
		[{}, undefined],
		[{ms: '12'}, undefined],
		[{ms: 12, other: 1}, undefined],
		[{value: 1.5, unit: 'parsec'}, undefined],
		[{value: -1, unit: 's'}, undefined],
		[[12], undefined],
	] as const) {
		t.is(parseElapsedMs(object, 1), ms, JSON.stringify(object));
	}
});

test('what is no duration is none', t => {
	for (const text of ['', 's', '1.5', '5 parsecs', '-5ms', 'P', 'PT', '1:75', '1:2:3', '1e', '1e3', 'e3s', '1..5s', '5 s s']) {
		t.is(parseDurationMs(text), undefined, text);
	}
	t.is(parseDurationMs('1.2e-3s'), 1.2);
});

const words: ReadonlyArray<readonly [word: string, level: Level]> = [
	['trace', 'trace'],
	['finest', 'trace'],
	['debug', 'debug'],
	['fine', 'debug'],
	['info', 'info'],
	['notice', 'info'],
	['success', 'info'],
	['warning', 'warn'],
	['error', 'error'],
	['severe', 'error'],
	['critical', 'fatal'],
	['emerg', 'fatal'],
	['fatal', 'fatal'],
];

test('a word for a level counts in any case, in colour, in brackets, behind its enumeration, and as the name of an object', t => {
	const around = fc.constantFrom(
		(text: string) => text,
		(text: string) => `[${text}]`,
		(text: string) => ` <${text}> `,
		(text: string) => `(${text})`,
		(text: string) => `\u001b[1;31m${text}\u001b[0m`,
		(text: string) => `\u001b[33m[${text}]\u001b[39m:`,
		(text: string) => `LOG_${text}`,
		(text: string) => `LogLevel.${text}`,
		(text: string) => `*${text}*`,
		(text: string) => `|${text}|`,
		(text: string) => `SEVERITY_NUMBER_${text}`,
	);
	const cased = fc.constantFrom(
		(text: string) => text,
		(text: string) => text.toUpperCase(),
		(text: string) => text.slice(0, 1).toUpperCase() + text.slice(1),
	);
	fc.assert(
		fc.property(fc.constantFrom(...words), around, cased, ([word, level], wrap, spell) => {
			const text = wrap(spell(word));
			t.is(parseLevel(text), level, text);
			t.is(parseLevel({name: text, no: 7}), level, text);
		}),
	);
});

test('a number for a level is the same as a text', t => {
	for (const number of [0, 7, 10, 30, 35, 60, 100, 250, 600, 5000, 40_000]) {
		t.true(parseLevel(number) !== undefined && levels.includes(parseLevel(number) ?? 'trace'), String(number));
		t.is(parseLevel(String(number)), parseLevel(number), String(number));
	}
	for (const number of [-1, 8, 9, 999, 3.5, Number.NaN, 1e9]) {
		t.is(parseLevel(number), undefined, String(number));
	}
});

const fieldsOfNames: ReadonlyArray<readonly [names: readonly string[], field: keyof LogEvent, value: string | number]> = [
	[['loggerName', 'logger_name', 'log.logger', 'source', 'category', 'target', 'channel', 'app', 'program'], 'component', 'shop.Store'],
	[['created_at', 'event_time', 'eventTime', 'asctime', 'logged_at'], 'timeMs', Date.UTC(2025, 3, 7, 10)],
	[['msg', 'message', 'short_message', 'textPayload'], 'event', 'saved'],
	[['severity', 'loglevel', 'log.level', 'lvl', 'level_name'], 'level', 'warn'],
	[['took', 'elapsed_ms', 'responseTime', 'time_taken', 'processing-time'], 'elapsedMs', 12],
];

test('a name counts in any case, with or without _ and -, behind @, and, if it has dots, also nested', t => {
	const spellings = fc.constantFrom(
		(name: string) => name,
		(name: string) => name.toUpperCase(),
		(name: string) => `@${name}`,
		(name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
		(name: string) => name.replaceAll('_', '-'),
		(name: string) => name.replaceAll(/[_-]/g, ''),
	);
	fc.assert(
		fc.property(fc.constantFrom(...fieldsOfNames), fc.nat(), spellings, fc.boolean(), ([names, field, value], index, spell, isNested) => {
			const name = spell(names[index % names.length] ?? '');
			const said = field === 'timeMs' ? '2025-04-07T10:00:00Z' : value;
			const [outer = '', inner] = name.split('.');
			const object = inner !== undefined && isNested && !name.startsWith('@') ? {[outer]: {[inner]: said}} : {[name]: said};
			const parsed = new LineParser().parse(JSON.stringify(object));
			t.is(parsed.type === 'event' ? parsed.events[0]?.[field] : undefined, value, JSON.stringify(object));
		}),
		{numRuns: 300},
	);
});
