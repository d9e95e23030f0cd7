import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join, resolve} from 'node:path';
import test from 'ava';
import {execa} from 'execa';

const bin = resolve('bin/obs-top.js');
const folder = mkdtempSync(join(tmpdir(), 'obs-top-cli-'));

function put(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

const log = put(
	'log.jsonl',
	[
		'{"timestamp":"2024-01-15T22:00:01Z","level":"info","component":"ThresholdFilter","event":"stage_described","stage":"ThresholdFilter","description":"Filters records.","signature":"process(records, minVal=20, maxVal=80)"}',
		'{"timestamp":"2024-01-15T22:00:02Z","level":"info","component":"sink","event":"stage_completed","recordsIn":500,"recordsOut":500,"elapsedMs":100}',
		'plain text',
		'',
	].join('\n'),
);
const openCircuit = put(
	'open.jsonl',
	'{"timestamp":"2024-01-15T22:00:02Z","level":"error","event":"circuit_state_change","circuitName":"c","oldState":"closed","newState":"open"}\n',
);
const stages = put(
	'stages.ts',
	`export class ThresholdFilter {
	static description = 'Filters records outside [minVal, maxVal] range.';
	process(records: number[], minVal = 20, maxVal: number = 80): number[] {
		return records.filter(record => record >= minVal && record <= maxVal);
	}
}
export const nothing = 1;
`,
);

const plain = /^obs-top: line 3 was not understood: a text without a time or a level \(it only counts as text\)\n$/;

/** The real program, as built. */
function obsTop(argv: readonly string[], options: {readonly input?: string; readonly env?: Record<string, string>} = {}) {
	return execa(process.execPath, [bin, ...argv], {
		input: options.input ?? '',
		env: options.env ?? {},
		reject: false,
		cwd: folder,
		stripFinalNewline: false,
	});
}

const table: ReadonlyArray<readonly [argv: readonly string[], exitCode: number, stderr: RegExp]> = [
	[['--help'], 0, /^$/],
	[['-V'], 0, /^$/],
	[['health', '--file', log], 0, plain],
	[['health', '--file', openCircuit], 1, /^$/],
	[['health', openCircuit], 1, /^$/],
	[['health'], 0, /^$/],
	[['events', '--file', log, 'plain'], 0, plain],
	[['events', '--file', log, 'nowhere'], 1, plain],
	[['events', log, log, 'nowhere'], 1, plain],
	[['events', log, log], 0, plain],
	[['query', log, log], 2, /^obs-top: query: no SQL .*\n$/],
	[['events', log, 'level>='], 2, /^obs-top: filter `level>=`: a value is missing after `>=` .*\n$/],
	[['--foo'], 2, /^obs-top: unknown option --foo \(did you mean --follow\?\)\n$/],
	[['--since', '25h:10'], 2, /^obs-top: --since 25h:10 is not a time: use 2h, 22:15 or an ISO date\n$/],
	[['health', '--file', 'nope.jsonl'], 3, /^obs-top: nope\.jsonl: .+\n$/],
	[['health', '--file', folder], 3, /^obs-top: .+\n$/],
	[['health', '--', 'no-such-command-anywhere'], 127, /^obs-top: no-such-command-anywhere: .+\n$/],
	[['health', '--', log], 126, /^obs-top: .+\n$/],
	[
		['health', log, '--since', '2024-01-15T22:01Z', '--until', '2024-01-15T22:00Z'],
		2,
		/^obs-top: --since \S+22:01\S+ is after --until \S+: .+\n$/,
	],
	[
		['events', log, 'component=sink', 'AND', 'level=info'],
		2,
		/^obs-top: events: component=sink is not a file .+'component=sink AND level=info'\)\n$/,
	],
	[['inspect', stages], 0, /^$/],
	[['inspect', '--file', log], 0, plain],
	[['inspect', log], 0, plain],
	[['inspect', stages, log], 2, /^obs-top: inspect: takes one module, or logs, not both .+\n$/],
	[['inspect', '--file', openCircuit], 1, /^obs-top: no stages found: .+\n$/],
	[['inspect', '--file', log, '--json-schema'], 2, /^obs-top: --json-schema needs the live stages, not a log \(.+\n$/],
	[['inspect', 'nope.ts'], 3, /^obs-top: nope\.ts: no such module .+\n$/],
	[['inspect', put('none.js', 'export const a = 1;')], 1, /^obs-top: .*none\.js: no stages found .+\n$/],
	[['inspect', put('throws.js', 'throw new Error("no database\\nat all")')], 3, /^obs-top: .*throws\.js: can't be loaded: no database\n$/],
	[['inspect', put('enum.ts', 'export enum A {B}')], 3, /^obs-top: .*enum\.ts: can't be loaded: .*compile decorators, enums.*\n$/],
	[['inspect', put('data.txt', 'x')], 1, /^obs-top: line 1 was not understood: .+\nobs-top: no stages found: .+\n$/],
	[['inspect', 'nope.jsonl'], 3, /^obs-top: nope\.jsonl: .+\n$/],
];

for (const [argv, exitCode, stderr] of table) {
	test(`obs-top ${argv.join(' ').replaceAll(folder, '')} ends with ${exitCode}`, async t => {
		const result = await obsTop(argv);
		t.regex(result.stderr, stderr);
		t.is(result.exitCode, exitCode);
	});
}

test('inspect prints what the live stages say, in four forms', async t => {
	t.is(
		(await obsTop(['inspect', stages])).stdout,
		'Stage: ThresholdFilter\n  Description: Filters records outside [minVal, maxVal] range.\n  Signature: process(records, minVal=20, maxVal=80)\n',
	);
	const [first] = JSON.parse((await obsTop(['inspect', stages, '--json'])).stdout);
	t.is(first.stage, 'ThresholdFilter');
	t.is(first.signature, 'process(records, minVal=20, maxVal=80)');
	t.regex((await obsTop(['inspect', stages, '--markdown'])).stdout, /^# .*\n\n## ThresholdFilter\n/);
	const schema = JSON.parse((await obsTop(['inspect', stages, '--json-schema'])).stdout);
	t.like(schema.ThresholdFilter.properties, {minVal: {type: 'number', default: 20}, maxVal: {type: 'number', default: 80}});
});

test('inspect prints what a log says about its stages', async t => {
	const {stdout} = await obsTop(['inspect', '--file', log]);
	t.true(
		stdout.startsWith('Stage: ThresholdFilter\n  Description: Filters records.\n  Signature: process(records, minVal=20, maxVal=80)\n'),
	);
	t.regex(
		stdout,
		/Stage: sink\n {2}Description: Fields seen in its events: recordsIn, recordsOut, elapsedMs\n {2}Signature: not announced\n$/,
	);
	const [announced, seen] = JSON.parse((await obsTop(['inspect', '--file', log, '--json'])).stdout);
	t.like(announced, {
		name: 'ThresholdFilter',
		signature: 'process(records, minVal=20, maxVal=80)',
		announcedAt: '2024-01-15T22:00:01.000Z',
	});
	t.like(seen, {name: 'sink', stage: 'sink', signature: null});
});

test('S3, S7: a log cannot forge a line of the output of inspect', async t => {
	const forged = put('forged.jsonl', '{"event":"stage_described","stage":"a\\u001b[31m\\nStage: forged","signature":"process()"}\n');
	const {stdout} = await obsTop(['inspect', '--file', forged]);
	t.is(stdout, 'Stage: a␛[31m⏎Stage: forged\n  Description: No docstring\n  Signature: process()\n');
});

test('S3: text quoted in a message cannot reach the terminal as a command', async t => {
	const {stderr, exitCode} = await obsTop(['health', '--file', 'a\u001b[31m\nb\u202e\u009bc.jsonl']);
	t.is(exitCode, 3);
	t.regex(stderr, /^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]*\n$/);
	t.is(stderr.split('\n').length, 2);
	t.true(stderr.includes('a␛[31m⏎b<U+202E>'));
});

test('a stack trace is shown only with DEBUG=obs-top', async t => {
	const argv = ['health', '--file', 'nope.jsonl'];
	t.notRegex((await obsTop(argv)).stderr, /\n\s+at /);
	t.notRegex((await obsTop(argv, {env: {DEBUG: 'other'}})).stderr, /\n\s+at /);
	t.regex((await obsTop(argv, {env: {DEBUG: 'obs-top'}})).stderr, /\n\s+at /);
});

test('R22: when its reader goes away, it ends quietly', async t => {
	const long = put('long.jsonl', '{"level":"info","event":"a line that is written again and again"}\n'.repeat(50_000));
	const child = spawn(process.execPath, [bin, 'events', '--file', long], {stdio: ['ignore', 'pipe', 'pipe']});
	let stderr = '';
	child.stderr.on('data', chunk => (stderr += chunk));
	child.stdout.once('data', () => child.stdout.destroy());
	const exitCode = await new Promise(done => child.once('close', done));
	t.is(stderr, '');
	t.is(exitCode, 0);
});

test('a slow reader gets all of a long answer', async t => {
	const line = '{"level":"info","event":"a line that is written again and again"}\n';
	const long = put('longer.jsonl', line.repeat(20_000));
	const child = spawn(process.execPath, [bin, 'events', '--file', long], {stdio: ['ignore', 'pipe', 'inherit']});
	let bytes = 0;
	for await (const chunk of child.stdout) {
		bytes += chunk.length;
		await new Promise(setImmediate);
	}
	t.is(bytes, 20_000 * line.length);
});

test('a config in the working directory applies to every command', async t => {
	const {stderr, exitCode} = await execa(process.execPath, [bin, 'health'], {cwd: configured(), input: '', reject: false});
	t.is(exitCode, 2);
	t.regex(stderr, /^obs-top: .*obs-top\.config\.json: unknown key windw \(did you mean window\?\)$/);
});

function configured(): string {
	const place = mkdtempSync(join(tmpdir(), 'obs-top-cli-config-'));
	writeFileSync(join(place, 'obs-top.config.json'), '{"windw":"5m"}');
	return place;
}

const oldNode = (process.env.PATH ?? '')
	.split(delimiter)
	.filter(path => !path.includes('node_modules'))
	.map(path => join(path, 'node'))
	.find(path => existsSync(path) && isTooOld(path));

function isTooOld(node: string): boolean {
	const [major = 0, minor = 0] = execFileSync(node, ['-p', 'process.versions.node'], {encoding: 'utf8'}).split('.').map(Number);
	return major < 22 || (major === 22 && minor < 15);
}

test('the summary, health and incidents count the same incidents, by the thresholds in the config', async t => {
	const night = resolve('test/fixtures/last-night.jsonl');
	const counted = [];
	for (const config of ['', '[incidents]\ndecision = 1000\n']) {
		const argv = ['--file', night, '--config', put('thresholds.toml', config)];
		const incidents = JSON.parse((await obsTop(['incidents', '--json', ...argv])).stdout).length;
		t.is(JSON.parse((await obsTop(['health', ...argv])).stdout).incidents, incidents);
		t.regex((await obsTop(argv)).stdout, new RegExp(`^incidents ${incidents}:`, 'm'));
		counted.push(incidents);
	}
	t.true(counted[1] < counted[0], counted.join(' '));
});

(oldNode === undefined ? test.skip : test)('a Node that is too old gets one line that says so and what to do', async t => {
	const {stderr, stdout, exitCode} = await execa(oldNode ?? '', [bin, '--help'], {reject: false});
	t.regex(stderr, /^obs-top: Node \d+\.\d+\.\d+ is too old: obs-top needs Node 22\.15 or newer \(.+\)$/);
	t.is(stdout, '');
	t.not(exitCode, 0);
});
