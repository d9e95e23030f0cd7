import {Buffer} from 'node:buffer';
import {truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough, Writable} from 'node:stream';
import {buffer} from 'node:stream/consumers';
import test from 'ava';
import fc from 'fast-check';
import {logLines} from '../../bench/make-log.ts';
import {LineCount} from '../../src/commands/events/line-count.ts';
import {LineOutput} from '../../src/commands/events/line-output.ts';
import {printByBytes} from '../../src/commands/events/print-by-bytes.ts';
import {LineSelector} from '../../src/engine/select/select-lines.ts';
import {SourceError} from '../../src/errors.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {compileMatcher, type Selection} from '../../src/history/line-matcher.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const writeTo = (stream: Writable) => (bytes: Buffer) => new Promise<void>(resolve => stream.write(bytes, () => resolve()));

/** What reading every line prints, line by line; the pieces of a split line are one. */
function byLines(bytes: Buffer, selection: Selection): readonly Buffer[] {
	const lines: Buffer[] = [];
	const selector = new LineSelector(defaultReadOptions, compileMatcher(selection, [selection.filter]), raw => lines.push(Buffer.from(raw)));
	const input = selector.open();
	input.write(bytes);
	input.end();
	selector.end();
	return lines;
}

const second = (index: number) => new Date(Date.UTC(2024, 0, 15, 22, 0, index)).toISOString();
const word = fc.constantFrom('timeout', 'TimeOut', 'sink', 'enrichment', 'x'.repeat(90), '', 'k', 'é');
const level = fc.constantFrom('info', 'error', 'WARN', 50);
const fields = fc.record({
	time: fc.option(fc.nat(40).map(second), {nil: undefined}),
	level,
	component: word,
	msg: word,
	n: fc.nat(9),
	tags: fc.option(fc.array(word, {maxLength: 2}), {nil: undefined}),
});
const json = fields.map(value => JSON.stringify(value));
const line = fc.oneof(
	{weight: 12, arbitrary: json},
	{weight: 2, arbitrary: json.map(text => text.replaceAll(/[eo]/g, letter => `\\u00${letter.charCodeAt(0).toString(16)}`))},
	{weight: 3, arbitrary: word.map(text => `plain ${text}`)},
	fc
		.tuple(fc.nat(40), fc.constantFrom('P', 'F'), json, fc.nat(30))
		.map(([at, tag, text, cut]) => `${second(at)} stdout ${tag} ${text.slice(tag === 'P' ? 0 : cut)}`),
	fc
		.tuple(json, fc.boolean())
		.map(([text, isEnded]) => JSON.stringify({log: `${text}${isEnded ? '\n' : ''}`, stream: 'stdout', time: second(1)})),
	fc.constantFrom('', ' ', '{', '{"level":"error"', 'web-1 | {"level":"error","msg":"timeout"}', '2024-01-15 22:00:00 timeout'),
	// A trace, and what is around it in any order.
	fc.constantFrom(
		'ERROR timeout',
		'\tat sink.run(Timeout.java:7)',
		'Caused by: a.TimeoutError: sink',
		'Traceback (most recent call last):',
		'  File "sink.py"',
		'KeyError: timeout',
		'goroutine 1 [running]:',
	),
);
const usual = JSON.stringify({time: second(3), level: 'info', component: 'parse', msg: 'done'});
const log = fc
	.record({
		lines: fc.array(line, {maxLength: 60}),
		plain: fc.array(json, {maxLength: 60}),
		rare: fc.array(line, {maxLength: 4}),
		ending: fc.constantFrom('\n', '\r\n'),
		mark: fc.constantFrom('', '\ufeff'),
		isEnded: fc.boolean(),
		kind: fc.constantFrom('any', 'plain', 'rare'),
	})
	.map(({lines, plain, rare, ending, mark, isEnded, kind}) => {
		const all = {any: lines, plain, rare: rare.flatMap((text, at) => [...Array<string>(40 * at).fill(usual), text])}[kind];
		return Buffer.from(`${mark}${all.join(ending)}${isEnded ? ending : ''}`);
	});

const filter = fc.constantFrom(
	...[
		'timeout',
		'sink',
		'no such text',
		'"timeout" and "error"',
		'"timeout" or "sink"',
		'not "timeout"',
		'level=error',
		'level>=warn and component=sink',
	],
	...[
		'timeout and level=error',
		'timeout or n>4',
		'n>4',
		'not component=sink',
		'component!=enrichment and not timeout',
		'has(tags)',
		'tags=sink',
		'~"time|sink"',
	],
	...['time>22:00:20', 'component=x*', 'component=sink', 'tags=enrichment or component=timeout', 'level=error and component=enrich*'],
);
const bound = fc.option(
	fc.nat(40).map(at => Date.parse(second(at))),
	{nil: undefined},
);
const selection = fc.record({filter, sinceMs: fc.constant(undefined), untilMs: fc.constant(undefined)});
const timedSelection = fc.record({filter, sinceMs: bound, untilMs: bound});

test('printing without reading every line gives the same as reading every line, however the file is cut into ranges and windows', async t => {
	const path = join(tempFolder(t), 'log');
	let whole = 0;
	await fc.assert(
		fc.asyncProperty(
			log,
			fc.oneof(selection, timedSelection),
			fc.integer({min: 1, max: 5000}),
			fc.constantFrom({bytes: 2 ** 21, contextBytes: 2 ** 16}, {bytes: 3000, contextBytes: 1000}, {bytes: 900, contextBytes: 300}),
			async (bytes, asked, rangeBytes, window) => {
				writeFileSync(path, bytes);
				const expected = byLines(bytes, asked);
				const stream = new PassThrough();
				const output = new LineOutput(writeTo(stream), false);
				const options = {selection: asked, read: defaultReadOptions, rangeBytes, window};
				const printed = await printByBytes(path, {...options, output});
				await output.end();
				stream.end();
				const shown = (await buffer(stream)).toString('latin1');
				t.is(shown, Buffer.concat(expected.slice(0, printed.lines)).toString('latin1'), JSON.stringify(asked));
				if (printed.isAll) {
					whole++;
					t.is(printed.lines, expected.length);
					const count = new LineCount();
					await printByBytes(path, {...options, output: count});
					t.is(count.lines, expected.length);
				}
			},
		),
		{numRuns: 800},
	);
	t.true(whole > 240, `${whole} of 800 were told without reading every line`);
});

test('a text that a container runtime has split in two is found wherever it was split', async t => {
	const path = join(tempFolder(t), 'log');
	const text = '{"time":"2024-01-15T22:00:00Z","component":"enrichment"}';
	const asked = {filter: 'component=enrichment', sinceMs: undefined, untilMs: undefined};
	for (let cut = 1; cut < text.length; cut++) {
		const [head, tail] = [text.slice(0, cut), text.slice(cut)];
		for (const pieces of [
			[`${second(1)} stderr P ${head}`, `${second(2)} stderr F ${tail}`],
			[`${second(1)} stdout P ${head}`, `${second(2)} stdout F ${tail}`],
			[JSON.stringify({log: head}), JSON.stringify({log: `${tail}\n`})],
		]) {
			const bytes = Buffer.from([...Array<string>(30).fill(usual), ...pieces, ''].join('\n'));
			writeFileSync(path, bytes);
			const count = new LineCount();
			const printed = await printByBytes(path, {selection: asked, read: defaultReadOptions, output: count});
			const expected = byLines(bytes, asked).length;
			t.is(expected, 1);
			t.true(printed.isAll ? printed.lines === expected : printed.lines < expected, `${pieces}`);
		}
	}
});

test('several threads print the same lines in the same order as one, and no line of a plain log is in doubt', async t => {
	const path = join(tempFolder(t), 'log');
	const bytes = Buffer.from(Array.from(logLines(20_000), text => `${text}\n`).join(''));
	writeFileSync(path, bytes);
	const objects = Array.from(logLines(20_000), text => JSON.parse(text));
	for (const [filter, isWanted] of [
		['level=error', ({level}) => level === 'ERROR'],
		['component=sink', ({component}) => component === 'sink'],
		['attempt>7', ({attempt}) => attempt > 7],
		['no such text', () => false],
	] as ReadonlyArray<readonly [string, (fields: Readonly<Record<string, unknown>> & {readonly attempt: number}) => boolean]>) {
		const lines = objects.filter(isWanted).length;
		const asked = {filter, sinceMs: undefined, untilMs: undefined};
		const stream = new PassThrough();
		const output = new LineOutput(writeTo(stream), false);
		const shown = buffer(stream);
		const printed = await printByBytes(path, {selection: asked, read: defaultReadOptions, output, threads: 3, rangeBytes: 20_000});
		await output.end();
		stream.end();
		t.deepEqual(printed, {lines, isAll: true}, filter);
		t.deepEqual(await shown, Buffer.concat(byLines(bytes, asked)));
		const alone = new LineCount();
		t.deepEqual(await printByBytes(path, {selection: asked, read: defaultReadOptions, output: alone}), {lines, isAll: true});
		const count = new LineCount();
		await printByBytes(path, {selection: asked, read: defaultReadOptions, output: count, threads: 2, rangeBytes: 7001});
		t.is(count.lines, lines);
	}
});

test('R9: if a file gets shorter while it is searched, only lines it contains are printed, and the user is told', async t => {
	const path = join(tempFolder(t), 'log');
	const line = `${'timeout '.repeat(8)}\n`;
	writeFileSync(path, line.repeat(5000));
	const problems: string[] = [];
	const chunks: Buffer[] = [];
	const stream = new Writable({
		write(chunk: Buffer, _, done) {
			chunks.push(chunk);
			truncateSync(path, 150_000);
			done();
		},
	});
	const output = new LineOutput(writeTo(stream), false);
	const selection = {filter: 'timeout', sinceMs: undefined, untilMs: undefined};
	const onProblem = (problem: string) => problems.push(problem);
	await printByBytes(path, {selection, read: defaultReadOptions, output, rangeBytes: 100_000, threads: 1, onProblem});
	await output.end();
	const printed = Buffer.concat(chunks).toString();
	t.true(printed.length >= 100_000 && printed.length <= 200_000 && line.repeat(5000).startsWith(printed), `${printed.length}`);
	t.deepEqual(problems.length, 1);
	t.regex(problems[0] ?? '', /shrank while it was read: only 150000 of 325000 bytes were read/);
});

test('lines of any length, and a log in UTF-16', async t => {
	const path = join(tempFolder(t), 'log');
	const long = `{"level":"error","text":"${'x'.repeat(1_100_000)}timeout"}`;
	const kept = `{"level":"error","text":"${'x'.repeat(900_000)}timeout"}`;
	const bytes = Buffer.from(`timeout 1\n${kept}\n${long}\ntimeout 2`);
	writeFileSync(path, bytes);
	for (const asked of ['timeout', 'level=error', 'not level=error']) {
		const nothing = {sinceMs: undefined, untilMs: undefined};
		const output = new LineCount();
		const {lines, isAll} = await printByBytes(path, {selection: {...nothing, filter: asked}, read: defaultReadOptions, output});
		t.true(lines <= byLines(bytes, {...nothing, filter: asked}).length);
		t.is(isAll, false);
	}
	writeFileSync(path, Buffer.from('\ufefftimeout', 'utf16le'));
	const output = new LineCount();
	t.like(
		await printByBytes(path, {
			selection: {sinceMs: undefined, untilMs: undefined, filter: 'timeout'},
			read: defaultReadOptions,
			output,
		}),
		{isAll: false},
	);
	await t.throwsAsync(
		printByBytes('/no/such/log', {
			selection: {sinceMs: undefined, untilMs: undefined, filter: 'timeout'},
			read: defaultReadOptions,
			output,
		}),
		{instanceOf: SourceError},
	);
});
