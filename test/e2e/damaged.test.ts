import {Buffer} from 'node:buffer';
import {truncateSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {execa} from 'execa';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const at = (second: number) => new Date(Date.UTC(2024, 0, 15, 22, 0, second)).toISOString();
const lines = [
	...Array.from({length: 3000}, (_, index) =>
		JSON.stringify({
			timestamp: at(index),
			component: 'sink',
			event: 'stage_completed',
			batch: index,
			recordsIn: 10,
			recordsOut: 10,
			elapsedMs: index % 97,
		}),
	),
	JSON.stringify({
		timestamp: at(3000),
		level: 'error',
		event: 'circuit_state_change',
		circuitName: 'db',
		oldState: 'closed',
		newState: 'open',
	}),
];
const content = lines.map(line => `${line}\n`).join('');
const [program = '', ...bin] = obsTop;
const run = (argv: readonly string[]) => execa(program, [...bin, ...argv], {input: '', reject: false, stripFinalNewline: false});

/** All lines are there, but its checksum is wrong. */
function damagedLog(folder: string): string {
	const path = join(folder, 'night.jsonl.gz');
	const bytes = gzipSync(content);
	bytes.writeUInt32LE(bytes.readUInt32LE(bytes.length - 8) ^ 1, bytes.length - 8);
	writeFileSync(path, bytes);
	return path;
}

const said = /^obs-top: .*night\.jsonl\.gz: the compressed file is damaged at byte \d+ of \d+ or before: .+ \(copy the file again\)\n$/;

const answers: ReadonlyArray<readonly [argv: (path: string) => readonly string[], expected: RegExp | string]> = [
	[path => ['health', path], /"status": "DEGRADED"[\s\S]*"lines": 3001,/],
	[path => ['events', path], content],
	[path => ['events', path, '--count', 'component=sink'], /^3000\n$/],
	[path => ['events', path, 'component=nobody'], /^$/],
	[path => ['incidents', path], /db/],
	[path => ['query', path, 'SELECT count(*) AS n FROM logs'], /^n\r?\n3001\r?\n$/],
	[path => ['query', path, 'SELECT batch FROM logs WHERE false'], /^batch\r?\n$/],
	[path => ['inspect', path], /^Stage: sink\n/],
	[path => [path], /^3 001 lines: 3 001 events/m],
];

for (const [argv, expected] of answers) {
	const name = argv('night.jsonl.gz').join(' ');
	test(`R20: for a damaged file \`obs-top ${name}\` prints what there is, reports the damage on stderr and exits with 3`, async t => {
		const {stdout, stderr, exitCode} = await run(argv(damagedLog(tempFolder(t))));
		t.true(typeof expected === 'string' ? stdout === expected : expected.test(stdout), stdout.slice(0, 500));
		t.regex(stderr, said);
		t.is(exitCode, 3);
	});
}

test('R20: of several files, a damaged one counts as far as it goes, and the others completely', async t => {
	const folder = tempFolder(t);
	const path = damagedLog(folder);
	writeFileSync(join(folder, 'other.jsonl'), content);
	for (const command of ['health', 'events']) {
		const {stdout, stderr, exitCode} = await run([command, '--file', join(folder, 'other.jsonl'), '--file', path]);
		t.is(command === 'events' ? stdout.length / content.length : JSON.parse(stdout).source.lines / 3001, 2);
		t.regex(stderr, said);
		t.is(exitCode, 3);
	}
});

test('R20: a damaged baseline is reported', async t => {
	const folder = tempFolder(t);
	const path = damagedLog(folder);
	const healthy = join(folder, 'other.jsonl');
	writeFileSync(healthy, `${lines[0]}\n`);
	const {stderr, exitCode} = await run(['health', healthy, '--baseline', path]);
	t.regex(stderr, said);
	t.is(exitCode, 3);
});

test.serial('R20: the screen shows what a damaged file contains, and reports the damage', async t => {
	const path = damagedLog(tempFolder(t));
	// a long path would leave no room for the message
	const terminal = startInTerminal([...obsTop, basename(path)], {columns: 200, cwd: dirname(path)});
	await terminal.until(/the compressed file is damaged at byte/);
	await terminal.until(/db[\s\S]*open/i);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test('R9: a file that gets shorter while its lines are printed is reported, and the exit code is 3', async t => {
	const path = join(tempFolder(t), 'log');
	const line = `${'x'.repeat(99)}\n`;
	writeFileSync(path, line.repeat(30_000));
	const child = execa(program, [...bin, 'events', path], {stdin: 'ignore', reject: false, buffer: {stdout: false}});
	const chunks: Buffer[] = [];
	// While nobody reads on, it can't have reached the end of the file.
	for await (const chunk of child.stdout) {
		chunks.push(chunk);
		if (chunks.length === 1) {
			truncateSync(path, 1_000_000);
		}
	}
	const {stderr, exitCode} = await child;
	t.regex(
		stderr,
		/^obs-top: .*log: shrank while it was read: only \d+ of 3000000 bytes were read \(.+\)\nobs-top: .* were not understood, .*$/,
	);
	t.is(exitCode, 3);
	t.true(line.repeat(30_000).startsWith(Buffer.concat(chunks).toString()));
});
