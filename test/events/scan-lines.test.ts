import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {globSync} from 'tinyglobby';
import {dialectNamed, dialectNames} from '../../src/events/dialects/index.ts';
import {maxLineBytes} from '../../src/events/lines/split-lines.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {fuzzedLog, fuzzedNumber, fuzzedOptions, seeded} from '../helpers/fuzzed-log.ts';
import {corpusFolder} from '../helpers/read-log.ts';
import {parseLog, type Scanned, scanLog} from '../helpers/scan-log.ts';

/** The first line that differs, because showing them all would take long. */
function same(t: ExecutionContext, actual: Scanned, expected: Scanned): void {
	const differs = expected.lines.findIndex((line, index) => !isDeepStrictEqual(line, actual.lines[index]));
	t.deepEqual(actual.lines[differs], expected.lines[differs]);
	t.is(actual.lines.length, expected.lines.length);
	t.deepEqual(actual.flushed, expected.flushed);
}

function sure({lines, unsure}: Scanned): number {
	return (lines.length - unsure) / lines.length;
}

const fixtures = new URL('..', corpusFolder);
const logs = globSync(['corpus/**/*', '*.jsonl', 'lecture/*.jsonl', 'systems/*'], {cwd: fixtures.pathname});

for (const path of logs) {
	test(`${path} scans to the same as it parses`, t => {
		const log = readFileSync(new URL(path, fixtures));
		for (const [read, chunkBytes] of [
			[defaultReadOptions, log.length],
			[defaultReadOptions, 1009],
			[{...defaultReadOptions, timeZone: 'Asia/Kolkata'}, log.length],
		] as const) {
			same(t, scanLog(log, read, chunkBytes), parseLog(log, read));
		}
	});
}

test('the most common logs are scanned, not parsed, but for their requests', t => {
	for (const path of [
		'humanlog-loggers/sample-pino.log',
		'humanlog-loggers/sample-zap.log',
		'caddy-coraza-waf/coraza.log',
		'../last-night.jsonl',
		'../lecture/lecture-pipeline.jsonl',
	]) {
		const lines = readFileSync(new URL(path, corpusFolder), 'utf8').split('\n');
		const others = lines.filter(line => !line.includes('"method":'));
		t.true(sure(scanLog(Buffer.from(others.join('\n')), defaultReadOptions)) > 0.95, path);
	}
	const slog =
		'{"time":"2024-01-15T22:00:00.123456789+01:00","level":"INFO","msg":"stage_completed","stage":"sink","records":500,"elapsed":12340000}\n';
	t.true(sure(scanLog(Buffer.from(slog.repeat(100)), defaultReadOptions)) > 0.95);
});

test('T2: a fraction of a second of any length scans to the same as it parses, and is not left to the parser', t => {
	const log = Array.from(
		{length: 60},
		(_, digits) => `{"time":"2024-01-15T22:00:00.${'123456789'.repeat(7).slice(0, digits + 1)}Z","msg":"a"}\n`,
	);
	const scanned = scanLog(Buffer.from(log.join('')), defaultReadOptions);
	same(t, scanned, parseLog(Buffer.from(log.join('')), defaultReadOptions));
	t.true(sure(scanned) > 0.95);
	const times = scanned.lines.flatMap(({parsed}) => (parsed.type === 'event' ? parsed.events : [])).map(({timeMs}) => timeMs);
	t.deepEqual(times.slice(9), Array(51).fill(Date.UTC(2024, 0, 15, 22) + 123.456789));
});

test('a number of any length, sign, fraction and exponent is scanned as JSON defines it', t => {
	fc.assert(
		fc.property(fc.integer(), seed => {
			const random = seeded(seed);
			const lengths = Array.from({length: 22}, (_, length) => length + 1);
			const numbers = [
				...lengths.flatMap(length => Array.from({length: 8}, () => fuzzedNumber(random, length))),
				...lengths.flatMap(length => ['1'.padEnd(length, '0'), '9'.repeat(length)]),
				...[0n, 1n, 9n].flatMap(more => [String(2n ** 53n + more), String(2n ** 64n + more)]),
			];
			const log = numbers.map(
				number => `{"level":"info","recordsIn":${number},"batch":${number},"elapsed_s":${number},"ts":${number},"rps":[${number}]}\n`,
			);
			const scanned = scanLog(Buffer.from(log.join('')), defaultReadOptions);
			same(t, scanned, parseLog(Buffer.from(log.join('')), defaultReadOptions));
			t.true(sure(scanned) > 0.95);
			for (const [index, {parsed}] of scanned.lines.entries()) {
				const number = Number(numbers[index]);
				const [event] = parsed.type === 'event' ? parsed.events : [];
				t.is(event?.recordsIn, number >= 0 && Number.isFinite(number) ? number : undefined, numbers[index]);
			}
		}),
		{numRuns: 10},
	);
});

test('any log under any options scans to the same as it parses, in chunks of any size', t => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({min: 1, max: 400}), (seed, chunkBytes) => {
			const random = seeded(seed);
			const log = fuzzedLog(random, 40);
			const read = fuzzedOptions(random);
			same(t, scanLog(log, read, chunkBytes), parseLog(log, read));
		}),
		{numRuns: 100},
	);
});

test('a log cut at every offset scans to the same as it parses', t => {
	const log = Buffer.from(
		'\uFEFF{"level":"info","msg":"a"}\n{"level":"wärn","event":"retry"}\r\n\n{"level":30}x\n{"level":"info","msg":"b"}',
	);
	const expected = parseLog(log, defaultReadOptions);
	for (let chunkBytes = 1; chunkBytes <= log.length; chunkBytes++) {
		same(t, scanLog(log, defaultReadOptions, chunkBytes), expected);
	}
});

test('every dialect can be forced, and every alias mapped', t => {
	const random = seeded(5);
	const log = fuzzedLog(random, 300);
	const all: ReadonlyArray<Partial<ReadOptions>> = [
		...dialectNames.map(dialect => ({dialect})),
		{map: [{canonical: 'elapsedMs', field: 'durationMs'}]},
		{map: [{canonical: 'component', field: 'err.message'}]},
	];
	for (const options of all) {
		const read = {...defaultReadOptions, ...options};
		same(t, scanLog(log, read), parseLog(log, read));
	}
});

test('lines over the limit, and lines longer than all the room there is, are cut as when parsed', t => {
	const long = (bytes: number) => `{"msg":"${'x'.repeat(bytes - 10)}"}`;
	const lines = ['{"msg":"a"}', long(maxLineBytes), long(maxLineBytes + 1), '{"msg":"b"}', long(3 * maxLineBytes), long(maxLineBytes - 1)];
	for (const log of [lines.join('\n'), `${lines.join('\r\n')}\n`, `${long(2 * maxLineBytes)}\n{}\n`]) {
		for (const chunkBytes of [64 * 1024, 1024 * 1024, log.length]) {
			const {lines: scanned} = scanLog(Buffer.from(log), defaultReadOptions, chunkBytes);
			const expected = parseLog(Buffer.from(log), defaultReadOptions, chunkBytes).lines;
			t.deepEqual(scanned.map(summary), expected.map(summary));
		}
	}
});

test('a log of ever new names, keys and shapes scans to the same as it parses', t => {
	const lines = Array.from(
		{length: 40_000},
		(_, line) =>
			`{"time":${1705356000000 + line},"level":30,"pid":1,"key${line % 9000}":1,"component":"c${line}","batch":"b${line}","msg":"retry ${line}"}`,
	);
	const log = Buffer.from(`${lines.join('\n')}\n`);
	same(t, scanLog(log, defaultReadOptions), parseLog(log, defaultReadOptions));
});

test('UTF-16 is refused', t => {
	t.throws(() => scanLog(Buffer.from('\uFEFF{"msg":"a"}\n', 'utf16le'), defaultReadOptions), {message: /UTF-16/});
});

test('the clues that dialects use, apart from the shape of a line, are the declared ones', t => {
	const other = new Map<unknown, unknown>([
		['string', 'other text'],
		['number', 12_345.678],
		['boolean', false],
	]);
	for (const path of logs.filter(log => log.startsWith('corpus/'))) {
		for (const {parsed} of parseLog(readFileSync(new URL(path, fixtures)), defaultReadOptions).lines.slice(0, 40)) {
			const fields = parsed.type === 'event' ? parsed.events[0]?.fields : undefined;
			for (const dialect of fields === undefined ? [] : dialectNames.flatMap(name => dialectNamed(name) ?? [])) {
				const {decidedBy} = dialect;
				if (decidedBy !== undefined && fields !== undefined) {
					const changed = Object.entries(fields).map(([key, value]) => [
						key,
						decidedBy.includes(key) || value === '' ? value : (other.get(typeof value) ?? value),
					]);
					t.is(dialect.matches(Object.fromEntries(changed)), dialect.matches(fields), `${dialect.name} in ${path}`);
				}
			}
		}
	}
});

function summary({byteLength, terminated, oversized, text}: Scanned['lines'][number]) {
	return {byteLength, terminated, oversized, start: text.slice(0, 20), length: text.length};
}
