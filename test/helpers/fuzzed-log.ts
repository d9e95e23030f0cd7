import {Buffer} from 'node:buffer';
import {dialectNames} from '../../src/events/dialects/index.ts';
import type {ReadOptions} from '../../src/events/read-options.ts';
import {markers, names, numbers, odd, texts, times} from './fuzz-pools.ts';

export type Random = () => number;

/** A small seeded generator (mulberry32). */
export function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

type Choice<Item> = readonly [Item, ...Item[]];

function oneOf<Item>(random: Random, items: Choice<Item>): Item {
	return items[Math.floor(random() * items.length)] ?? items[0];
}

function text(random: Random): string {
	const roll = random();
	const plain = roll < 0.2 ? oneOf(random, times) : roll < 0.3 ? `request ${Math.floor(random() * 1e6)} done` : oneOf(random, texts);
	const quoted = JSON.stringify(plain);
	switch (Math.floor(random() * 20)) {
		case 0:
			return `"${[...plain].map(character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
		case 1:
			return `${quoted.slice(0, -1)}${oneOf(random, ['\\n', '\\"', '\\\\', '\\/', '\\ud800', '\\t', '\\x', '\\u12', '\u0001', '\u007f', '\t'])}"`;
		case 2:
			return quoted.slice(0, -1); // without its end
		default:
			return quoted;
	}
}

const digits = (random: Random, count: number): string =>
	Array.from({length: count}, (_, place) =>
		String(place === 0 && count > 1 ? 1 + Math.floor(random() * 9) : Math.floor(random() * 10)),
	).join('');

/**
A JSON number with the given number of integer digits; perhaps with a sign, a fraction and an exponent, each of any
length.
*/
export function fuzzedNumber(random: Random, wholeDigits = 1 + Math.floor(random() * 20)): string {
	const sign = random() < 0.2 ? '-' : '';
	const fraction = random() < 0.4 ? `.${Array.from({length: 1 + Math.floor(random() * 24)}, () => digits(random, 1)).join('')}` : '';
	const exponent =
		random() < 0.2 ? `${oneOf(random, ['e', 'E'])}${oneOf(random, ['', '+', '-'])}${digits(random, oneOf(random, [1, 2, 3]))}` : '';
	return `${sign}${digits(random, wholeDigits)}${fraction}${exponent}`;
}

function value(random: Random, depth = 0): string {
	const roll = random();
	if (roll < 0.5) {
		return text(random);
	}
	if (roll < 0.65) {
		return fuzzedNumber(random);
	}
	if (roll < 0.8) {
		return oneOf(random, numbers);
	}
	if (roll < 0.9 || depth > 3) {
		return oneOf(random, [
			'true',
			'false',
			'null',
			'nul',
			'True',
			'{}',
			'{"secs":1,"nanos":5000000}',
			'{"$date":"2024-01-15T22:00:00Z"}',
			'{"name":"ERROR","no":40}',
			'[]',
			'[{},{"b":"x"}]',
			'[7]',
			'{"us":1500}',
			'{"value":1.5,"unit":"s"}',
			'[2024,1,15,22,0,0,21000000]',
			'[1,]',
			'{"a"}',
		]);
	}
	if (roll < 0.95) {
		return `[${Array.from({length: Math.floor(random() * 4)}, () => value(random, depth + 1)).join(oneOf(random, [',', ' , ']))}]`;
	}
	return object(random, keysOf(random), depth + 1);
}

/** A value that fits its key as often as in a real log. */
function usualValue(random: Random, key: string): string {
	if (random() < 0.3) {
		return value(random);
	}
	if (/time|^ts$|^t$|date/i.test(key)) {
		return oneOf(random, [`"${oneOf(random, times)}"`, '1705356000021', '1705356000.021']);
	}
	if (/level|sever|lvl/i.test(key)) {
		return oneOf(random, ['"INFO"', '"ERROR"', '"info"', '30', '50', '9', '"warn"']);
	}
	if (/records|count|rows|elapsed|duration|took|rps|hits|misses|rate|batch|pid/i.test(key)) {
		return random() < 0.3 ? fuzzedNumber(random) : oneOf(random, ['500', '12.34', '7', '0.987', '"17"', '12.3456789']);
	}
	return text(random);
}

function spelled(random: Random, name: string): string {
	switch (Math.floor(random() * 12)) {
		case 0:
			return name.toUpperCase();
		case 1:
			return name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
		default:
			return name;
	}
}

function keysOf(random: Random): string[] {
	return Array.from({length: Math.floor(random() * 12)}, () => {
		const roll = random();
		return roll < 0.75 ? spelled(random, oneOf(random, names)) : roll < 0.9 ? oneOf(random, markers) : oneOf(random, odd);
	});
}

const shapes: Choice<readonly string[]> = [
	['level', 'time', 'pid', 'hostname', 'msg', 'responseTime'],
	['level', 'ts', 'caller', 'msg', 'duration'],
	['time', 'level', 'msg', 'elapsed', 'component'],
	['time', 'level', 'source', 'msg'],
	['name', 'hostname', 'pid', 'level', 'msg', 'time', 'v'],
	['event', 'logger', 'level', 'timestamp', 'stage'],
	['log', 'stream', 'time'],
	['timestamp', 'level', 'component', 'event', 'batch', 'recordsIn', 'recordsOut', 'elapsedMs', 'throughputRps', 'host', 'traceId'],
	['timestamp', 'level', 'component', 'event', 'circuitName', 'oldState', 'newState', 'failures', 'reason', 'host'],
];

function object(random: Random, keys: readonly string[], depth = 0): string {
	const [colon, comma] = oneOf(random, [
		[':', ','],
		[':', ','],
		[': ', ', '],
		[' :\t', ' ,\r '],
	] as const);
	const members = keys.map(key => {
		const quoted = random() < 0.01 ? `"${key.slice(0, -1)}\\u0065"` : JSON.stringify(key);
		return `${quoted}${colon}${depth === 0 ? usualValue(random, key) : value(random, depth)}`;
	});
	return `{${members.join(comma)}}`;
}

const prefixes = [
	'',
	'',
	'',
	' ',
	'\t',
	'\0\0',
	'web-1  | ',
	'@cee: ',
	'data: ',
	'2016-10-06T00:17:09.669794202Z stdout F ',
	'2016-10-06T00:17:09Z stdout P ',
	'x',
	'\uFEFF',
	'\u001e',
	'[',
	'\u001b[1m',
	'2024-01-15T22:00:00.021Z ',
	'2024-01-15 22:00:00,021 ERROR [main] shop.Store - ',
	'INFO:shop.load:',
	'[pod/web-7d9/app] ',
	'Oct 11 22:14:15 box su[230]: ',
	'{"a":1}',
] as const;

/** A text, pairs, or an object that is not quite JSON. */
function otherLine(random: Random): string {
	switch (Math.floor(random() * 4)) {
		case 0:
			return `${oneOf(random, heads)}${oneOf(random, said)}`;
		case 1:
			return Array.from({length: 1 + Math.floor(random() * 5)}, () => `${oneOf(random, names)}=${oneOf(random, pairValues)}`).join(' ');
		case 2:
			return object(random, oneOf(random, shapes)).replace(/:(\d+|"[^"]*")/, () => `:${oneOf(random, almost)}`);
		default:
			return object(random, oneOf(random, shapes)).slice(0, -1 - Math.floor(random() * 20));
	}
}

const heads = [
	'',
	'2024-01-15 22:00:00,021 ERROR db: ',
	'2024-01-15T22:00:00Z ',
	'ERROR ',
	'[warn] ',
	'E0115 22:00:00.021000 1 sync.go:88] ',
	'INFO:shop:',
] as const;
const said = [
	'no route',
	'Task shop.load[4f1e2a9b] done in 1.5s',
	'panic: nil map',
	'Traceback (most recent call last):',
	'  File "a.py", line 1',
	'\tat shop.Store.load(Store.java:12)',
	'Caused by: java.io.IOException: gone',
	'ValueError: x',
	'',
] as const;
const pairValues = ['info', 'ERROR', '"two words"', '2024-01-15T22:00:00Z', '1.5s', '7', '', '"a\\"b"', 'stage_completed'] as const;
const almost = ['NaN', '-Infinity', 'undefined', 'None', 'True', "'single'", '', '"\\x22"', '"a\u0001b"', '[1,]'] as const;

/**
Lines of every kind, valid and invalid, that look like a log's: many have the keys of the line before. With or without a
newline at the end.
*/
export function fuzzedLog(random: Random, lines: number): Buffer {
	const parts: Buffer[] = [];
	let keys: readonly string[] = oneOf(random, shapes);
	for (let line = 0; line < lines; line++) {
		const roll = random();
		keys = roll < 0.5 ? keys : roll < 0.7 ? oneOf(random, shapes) : roll < 0.8 ? keys.toSorted(() => random() - 0.5) : keysOf(random);
		const prefix = random() < 0.1 ? oneOf(random, prefixes) : '';
		const suffix = random() < 0.05 ? oneOf(random, ['x', ' ', '}', ',', '{}']) : '';
		const bytes = Buffer.from(random() < 0.02 ? '' : `${prefix}${random() < 0.1 ? otherLine(random) : object(random, keys)}${suffix}`);
		const isBroken = random() < 0.1 && bytes.length > 0;
		if (isBroken) {
			const at = Math.floor(random() * bytes.length);
			bytes[at] = random() < 0.5 ? Math.floor(random() * 256) : oneOf(random, [0xff, 0xc3, 0x80, 0xed, 0x22, 0x5c, 0x0d]);
		}
		parts.push(bytes, Buffer.from(oneOf(random, ['\n', '\n', '\n', '\r\n'])));
	}
	return Buffer.concat(random() < 0.5 ? parts : parts.slice(0, -1));
}

/** Every dialect, several kinds of `--map`, rules and zones. */
export function fuzzedOptions(random: Random): ReadOptions {
	return {
		map: random() < 0.7 ? [] : oneOf(random, maps),
		dialect: random() < 0.7 ? undefined : oneOf(random, dialectNames as [string, ...string[]]),
		timeZone: random() < 0.8 ? 'UTC' : oneOf(random, ['Europe/Berlin', 'America/New_York']),
		...(random() < 0.7 ? {} : {rules: oneOf(random, ruleLists)}),
		timeFormat: random() < 0.8 ? undefined : oneOf(random, ['%Y-%m-%d', '%Y-%d-%mT%H:%M:%SZ', '%d.%m.%Y %H:%M:%S', '%s']),
	};
}

const ruleLists: Choice<NonNullable<ReadOptions['rules']>> = [
	[
		{
			name: 'keys',
			when: 'status=done or has(x)',
			is: 'stage_completed',
			component: ['class', 'stage'],
			elapsedMs: {field: 'wall', unit: 's'},
		},
	],
	[{name: 'a path', when: 'a.b=x or a="x"', is: 'stage_failed', component: '{x}.{stage}', reason: 'a.b', id: 'pid'}],
	[{name: 'any object', when: 'not has(stage)', is: 'retry', level: {field: 'level', values: {INFO: 'fatal'}}}],
	[{name: 'a field', when: 'component~s', is: 'stage_started', id: 'traceId'}],
	[
		{
			name: 'texts',
			match: 'Task (?<component>[\\w.]+)\\[(?<id>\\w+)\\] done in (?<took>[\\d.]+)s',
			is: 'stage_completed',
			elapsedMs: {field: 'took', unit: 's'},
		},
		{name: 'times', when: 'has(ts)', timestamp: {field: 'ts', format: '%Y-%d-%mT%H:%M:%SZ'}},
	],
];

const maps: Choice<ReadOptions['map']> = [
	[{canonical: 'component', field: 'x'}],
	[{canonical: 'elapsedMs', field: 'wall_s'}],
	[
		{canonical: 'event', field: 'a.b'},
		{canonical: 'level', field: 'stage'},
	],
	[
		{canonical: 'component', field: 'fields.name'},
		{canonical: 'component', field: 'stage'},
		{canonical: 'batch', field: '7'},
	],
	[{canonical: 'timestamp', field: 'ünïcode'}],
	[
		{canonical: 'component', field: 'a[*].b'},
		{canonical: 'elapsedMs', field: 'wall[0]', unitMs: 1000},
	],
	[
		{canonical: 'elapsedMs', field: 'b', unitMs: 60_000},
		{canonical: 'component', field: 'event[0]'},
	],
];
