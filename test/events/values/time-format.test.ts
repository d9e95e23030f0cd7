import test from 'ava';
import fc from 'fast-check';
import {UsageError} from '../../../src/errors.ts';
import {LineParser} from '../../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../../src/events/read-options.ts';
import {formatConversions, problemOfFormat} from '../../../src/events/values/time-format.ts';
import {strftime} from '../../helpers/strftime.ts';

/** The time of an object with this text as its time. */
function read(timeFormat: string, text: unknown, timeZone = 'UTC'): string | undefined {
	const parsed = new LineParser({...defaultReadOptions, timeFormat, timeZone}).parse(JSON.stringify({time: text, msg: 'a'}));
	const timeMs = parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined;
	return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

const cases: ReadonlyArray<readonly [format: string, text: string, iso: string | undefined]> = [
	['%d.%m.%Y %H:%M:%S', '07.04.2025 10:00:00', '2025-04-07T10:00:00.000Z'],
	['%d.%m.%Y %H:%M:%S', ' 7.4.2025 10:00:00 ', '2025-04-07T10:00:00.000Z'],
	['%m/%d/%y %I:%M:%S %p', '04/07/25 12:00:01 AM', '2025-04-07T00:00:01.000Z'],
	['%m/%d/%y %I:%M:%S %p', '04/07/25 12:00:01 pm', '2025-04-07T12:00:01.000Z'],
	['%m/%d/%y %I:%M:%S %p', '04/07/25 13:00:01 PM', undefined],
	['%D %r', '04/07/25 03:00:01 p.m.', '2025-04-07T15:00:01.000Z'],
	['%F %T.%f', '2025-04-07 10:00:00.25', '2025-04-07T10:00:00.250Z'],
	['%F %T,%L', '2025-04-07 10:00:00,007', '2025-04-07T10:00:00.007Z'],
	['%FT%R', '2025-04-07T10:05', '2025-04-07T10:05:00.000Z'],
	['%d/%b/%Y:%H:%M:%S %z', '07/Apr/2025:12:00:01 +0200', '2025-04-07T10:00:01.000Z'],
	['%d %B %Y %T %z', '7 April 2025 12:00:01 -05:30', '2025-04-07T17:30:01.000Z'],
	['%FT%T%z', '2025-04-07T10:00:00Z', '2025-04-07T10:00:00.000Z'],
	['%F %T %Z', '2025-04-07 10:00:00 UTC', '2025-04-07T10:00:00.000Z'],
	['%F %T %Z', '2025-04-07 12:00:00 Europe/Berlin', '2025-04-07T10:00:00.000Z'],
	['%F %T %Z', '2025-04-07 10:00:00 CEST', '2025-04-07T10:00:00.000Z'], // letters stand for several zones
	['%a %b %e %H:%M:%S %Y', 'Mon Apr  7 10:00:00 2025', '2025-04-07T10:00:00.000Z'],
	['%Y-%j %k.%M', '2025-097  9.05', '2025-04-07T09:05:00.000Z'],
	['%Y-%j', '2025-366', undefined],
	['%Y%m%d%H%M%S', '20250407100003', '2025-04-07T10:00:03.000Z'],
	['%s', '1744020000', '2025-04-07T10:00:00.000Z'],
	['epoch=%s.%f', 'epoch=1744020000.5', '2025-04-07T10:00:00.500Z'],
	['%d%%%m%%%Y', '07%04%2025', '2025-04-07T00:00:00.000Z'],
	['(%d) [%m] {%Y} \\ ^$.|?*+', '(07) [04] {2025} \\ ^$.|?*+', '2025-04-07T00:00:00.000Z'],
	['%-d.%-m.%Y', '7.4.2025', '2025-04-07T00:00:00.000Z'],
	['%d.%m.%Y', '30.02.2025', undefined],
	['%d.%m.%Y', '07.13.2025', undefined],
	['%d.%m.%Y %H:%M', '07.04.2025 24:00', undefined],
	['%d.%m.%Y', '07.04.1985', undefined], // a log is of no time before 1990
	['%d.%m.%Y', '07.04.2025 and more', undefined],
];

for (const [format, text, iso] of cases) {
	test(`${text} in the form ${format} is ${iso ?? 'no time'}`, t => {
		t.is(problemOfFormat(format), undefined);
		t.is(read(format, text), iso);
	});
}

test('a form that is given comes before those that are known, which still count for other texts and numbers', t => {
	t.is(read('%Y-%d-%m', '2025-04-07'), '2025-07-04T00:00:00.000Z');
	t.is(read('%Y-%d-%m', '2025-04-07T10:00:00Z'), '2025-04-07T10:00:00.000Z');
	t.is(read('%Y-%d-%m', 1744020000), '2025-04-07T10:00:00.000Z');
});

test('a time without a zone in a form that is given is of the zone of the log', t => {
	t.is(read('%d.%m.%Y %H:%M', '07.04.2025 12:00', 'Europe/Berlin'), '2025-04-07T10:00:00.000Z');
});

test('a form that is given is also read before an object and before pairs', t => {
	const parser = new LineParser({...defaultReadOptions, timeFormat: '%d.%m.%Y %H:%M:%S'});
	for (const line of [
		'07.04.2025 10:00:00 {"msg":"a"}',
		'[07.04.2025 10:00:00] ERROR {"msg":"a"}',
		'07.04.2025 10:00:00 level=error msg=a',
		'web-1  | 07.04.2025 10:00:00: {"msg":"a"}',
	]) {
		const parsed = parser.parse(line);
		t.like(parsed.type === 'event' ? parsed.events[0] : undefined, {timeMs: Date.UTC(2025, 3, 7, 10), event: 'a'}, line);
	}
});

const wrong: ReadonlyArray<readonly [format: string, problem: RegExp]> = [
	['%d.%m.%Y %Q', /has %Q \(known are .*%Y/],
	['%d.%m.%Y %', /single %/],
	['%H:%M:%S', /no day/],
	['%Y-%m', /no day/],
	['', /no day/],
	['%d.%m.%Y %d', /two conversions for the day/],
	['%d.%m.%Y %F', /two conversions/],
	['%a %A %F', /two conversions for the day of the week/],
	['%F %I:%M', /%I without %p/],
	['%F'.padEnd(200, 'x'), /longer than 128/],
];

for (const [format, problem] of wrong) {
	test(`the form ${format.slice(0, 20)} is refused: ${problem.source}`, t => {
		t.regex(problemOfFormat(format) ?? '', problem);
		t.throws(() => new LineParser({...defaultReadOptions, timeFormat: format}), {instanceOf: UsageError, message: problem});
	});
}

test('any time, written in any order of its parts, is read back', t => {
	const dates = fc.constantFrom(
		['%Y', '%m', '%d'],
		['%y', '%b', '%e'],
		['%d', '%B', '%Y'],
		['%Y', '%j'],
		['%F'],
		['%D'],
		['%e', '%m', '%y'],
	);
	const clocks = fc.constantFrom(['%H', '%M', '%S'], ['%I', '%M', '%S', '%p'], ['%T'], ['%p', '%I', '%M', '%S']);
	const parts = fc
		.tuple(dates, clocks, fc.constantFrom('%f', '%L'), fc.subarray(['%z']))
		.map(all => all.flat())
		.chain(all => fc.shuffledSubarray(all, {minLength: all.length}));
	fc.assert(
		fc.property(
			fc.oneof(parts, fc.constant(['%s', '%L'])),
			fc.constantFrom('-', '/', ' ', ' | ', '.'),
			fc.integer({min: Date.UTC(1990, 0, 1), max: Date.UTC(2025, 0, 1)}),
			(conversions, between, ms) => {
				const text = conversions.map(each => strftime(each, new Date(ms))).join(between);
				t.is(read(conversions.join(between), text), new Date(ms).toISOString(), `${text} as ${conversions.join(between)}`);
			},
		),
	);
});

test('every conversion that errors name can be used', t => {
	for (const conversion of formatConversions) {
		t.notRegex(problemOfFormat(`%s ${conversion}`) ?? '', /known are/);
	}
});

test('a text that only nearly has the form is refused quickly, however long', t => {
	const format = `${'%% '.repeat(30)}%a %b %p %Z %s`;
	t.is(read(format, `${'% '.repeat(30)}${'a'.repeat(190)}!`), undefined);
	t.is(read('%d   %m   %Y', ' '.repeat(250)), undefined);
});
