import {Buffer} from 'node:buffer';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import type {Misread} from '../../src/events/misreadings.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

/** What is not understood of a log, folded in chunks. With more than 128 KB the scanner takes part. */
function misread(log: Buffer | string, chunkBytes = 65_536, read = defaultReadOptions): Misread {
	const bytes = Buffer.from(log);
	const fold = new Fold({read, selection: undefined});
	const input = fold.open(0);
	for (let at = 0; at < bytes.length; at += chunkBytes) {
		input.write(Buffer.from(bytes.subarray(at, at + chunkBytes)));
	}
	input.end();
	fold.finish();
	const {notUnderstood, unreadTime} = fold.counts;
	return {notUnderstood, unreadTime};
}

const event = '{"time":"2025-04-07T10:00:00Z","level":"info","msg":"a"}';

const reasons: ReadonlyArray<readonly [line: string | Buffer, why: string]> = [
	['just words', 'a text without a time or a level'],
	['42', 'JSON, but not an object'],
	['[1, 2]', 'JSON, but not an object'],
	['"a text"', 'JSON, but not an object'],
	['{ nothing like JSON', 'not JSON, although it begins with {'],
	['\u0001\u0002packed\u0000', 'bytes that are not text'],
	[Buffer.from([0x1f, 0x9b, 0x08, 0xff, 0xfe]), 'bytes that are not text'],
	[`\t${'\u0007'.repeat(5)}`, 'bytes that are not text'],
	['x'.repeat(1024 * 1024 + 1), 'it is over 1 MiB long'],
];

for (const [line, why] of reasons) {
	test(`a line is not understood: ${why} (${line.length} long)`, t => {
		const log = Buffer.concat([Buffer.from(`${event}\n`), Buffer.from(line), Buffer.from(`\n\n${event}\n`)]);
		t.deepEqual(misread(log).notUnderstood, {lines: 1, of: 3, first: {file: 0, line: 2, why}});
	});
}

for (const line of [
	event,
	'',
	'   ',
	'[',
	']',
	'],',
	' [ ',
	',',
	'event: message',
	'id: 17',
	'retry: 1000',
	': keep-alive',
	'    at run (store.ts:8:3)',
	'\tat shop.Store.run(Store.java:8)',
	'Caused by: java.io.IOException: disk full',
	'... 12 more',
	'  File "load.py", line 8, in run',
	'ValueError: bad row',
	'shop.errors.StoreError: full',
	'goroutine 1 [running]:',
	'main.run(0x1, {0x2, 0x3})',
	'level=info msg=up',
	`web-1  | ${event}`,
]) {
	test(`a line behind an event is understood: ${JSON.stringify(line)}`, t => {
		t.is(misread(`${event}\n${line}\n`).notUnderstood, undefined);
	});
}

test('the first line continues nothing', t => {
	t.like(misread(`  indented\n${event}\n`).notUnderstood, {lines: 1, first: {line: 1}});
});

test('the numbers are those of the lines that are not understood, however the log arrives', t => {
	const lines = fc.array(fc.constantFrom(event, 'just words', '', '  indented', '{"msg":"no time"}'), {minLength: 1, maxLength: 40});
	fc.assert(
		fc.property(lines, fc.integer({min: 1, max: 200}), (before, chunkBytes) => {
			const all = [event, ...before];
			const count = all.filter(line => line === 'just words').length;
			const expected =
				count === 0
					? undefined
					: {
							lines: count,
							of: all.filter(line => line !== '').length,
							first: {file: 0, line: all.indexOf('just words') + 1, why: 'a text without a time or a level'},
						};
			t.deepEqual(misread(`${all.join('\n')}\n`, chunkBytes).notUnderstood, expected);
		}),
	);
});

const unread: ReadonlyArray<readonly [line: string, unreadTime: {readonly name: string; readonly text: string} | undefined]> = [
	['{"time":"a quarter past noon","msg":"b"}', {name: 'time', text: 'a quarter past noon'}],
	['{"msg":"b","ts":5}', {name: 'ts', text: '5'}],
	['{"@timestamp":"07.04.2025 10:00:00","msg":"b"}', {name: '@timestamp', text: '07.04.2025 10:00:00'}],
	['{"created_at":"2025-13-01"}', {name: 'created_at', text: '2025-13-01'}],
	['{"time":"1.5s","ts":"2025-04-07T10:00:00Z"}', undefined],
	['{"ts":"2025-04-07T10:00:00Z","time":0.5}', undefined],
	['2025-04-07T10:00:00Z {"time":"noon"}', undefined],
	['{"time":"","msg":"b"}', undefined],
	['{"time":null,"date":true,"msg":"b"}', undefined],
	['{"msg":"no time"}', undefined],
];

for (const [line, expected] of unread) {
	test(`${line} has ${expected === undefined ? 'no time that could not be read' : 'a time that could not be read'}`, t => {
		const lines = Array.from({length: 4000}, () => event);
		for (const at of [1, 3900]) {
			const log = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
			t.deepEqual(misread(log).unreadTime, expected && {file: 0, line: at + 1, ...expected}, `line ${at + 1}`);
		}
	});
}

test('a time under a name of --map that could not be read is named by its path', t => {
	const read = {
		...defaultReadOptions,
		map: [
			{canonical: 'timestamp', field: 'at.when'},
			{canonical: 'time', field: 'steps[*].at'},
		],
	};
	for (const [line, name] of [
		['{"msg":"a","at":{"when":"noon"}}', 'at.when'],
		['{"msg":"a","steps":[{},{"at":"noon"}]}', 'steps[*].at'],
	] as const) {
		for (const before of [1, 3000]) {
			const log = `${event}\n`.repeat(before) + line;
			t.deepEqual(misread(log, 65_536, read).unreadTime, {file: 0, line: before + 1, name, text: 'noon'});
		}
	}
});

const obsTop = (argv: readonly string[], cwd: string) =>
	execa(process.execPath, [join(process.cwd(), 'bin/obs-top.js'), ...argv], {cwd, reject: false});

test('every command says what was not understood, on stderr, in a line each, and health in its snapshot, too', async t => {
	const folder = tempFolder(t);
	const lines = [event, '{"time":"noon","token=s3cr3t":1,"msg":"b"}', 'just words', 'more words'];
	writeFileSync(join(folder, 'a.jsonl'), `${lines.join('\n')}\n`);
	writeFileSync(join(folder, 'b.jsonl'), `${event}\n`);
	const said = [
		'obs-top: time of line 2 could not be read: noon (--time-format gives the form of such times)',
		'obs-top: 2 of 4 lines were not understood, the first is line 3: a text without a time or a level (they only count as text)',
	].join('\n');
	for (const argv of [['health'], ['incidents'], ['events'], ['events', 'words'], ['query', 'SELECT 1 FROM logs']]) {
		const {stderr} = await obsTop([...argv, '--file', 'a.jsonl'], folder);
		t.is(stderr, said, argv.join(' '));
		const fine = await obsTop([...argv, '--file', 'b.jsonl'], folder);
		t.is(fine.stderr, '', argv.join(' '));
	}
	t.true((await obsTop(['inspect', '--file', 'a.jsonl'], folder)).stderr.startsWith(said));
	const {stdout} = await obsTop(['health', '--file', 'a.jsonl'], folder);
	t.deepEqual(JSON.parse(stdout).source.notUnderstood, {lines: 2, first: {line: 3, why: 'a text without a time or a level'}});
	t.false('notUnderstood' in JSON.parse((await obsTop(['health', '--file', 'b.jsonl'], folder)).stdout).source);
	const both = await obsTop(['health', '--file', 'b.jsonl', '--file', 'a.jsonl'], folder);
	t.regex(both.stderr, /the first is line 3 of a\.jsonl: /);
	t.is(JSON.parse(both.stdout).source.notUnderstood.first.file, 'a.jsonl');
});

test('a log is UNKNOWN once more than half of its lines are not understood, unless it is DEGRADED', async t => {
	const folder = tempFolder(t);
	const done = '{"time":"2025-04-07T10:00:00Z","component":"a","event":"stage_completed","recordsIn":5,"recordsOut":5,"elapsedMs":9}';
	const failed = '{"time":"2025-04-07T10:00:01Z","component":"a","event":"stage_failed","reason":"no disk"}';
	for (const [lines, status, reasons] of [
		[[done, '', 'words'], 'HEALTHY', []],
		[[done, 'words', 'words'], 'UNKNOWN', ['most lines were not understood: 2 of 3']],
		[[failed, 'words', 'words'], 'DEGRADED', ['the last attempt of stage a failed']],
		[['words'], 'UNKNOWN', ['most lines were not understood: 1 of 1']],
	] as const) {
		writeFileSync(join(folder, 'log'), `${lines.join('\n')}\n`);
		const {stdout, exitCode} = await obsTop(['health', '--file', 'log'], folder);
		const report = JSON.parse(stdout);
		t.deepEqual([report.status, report.statusReasons, exitCode], [status, reasons, status === 'DEGRADED' ? 1 : 0], lines.join(' | '));
	}
});
