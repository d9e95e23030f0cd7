import {execFileSync} from 'node:child_process';
import {mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import type {HealthOptions} from '../src/commands/health/run.ts';
import type {InspectOptions} from '../src/commands/inspect/inspect-options.ts';
import type {WatchOptions} from '../src/commands/watch/watch-options.ts';
import {UsageError} from '../src/errors.ts';
import {defaultIncidentSettings} from '../src/insight/incidents/settings.ts';
import type {StdinKind} from '../src/options/choose-source.ts';
import {type Request, readRequest} from '../src/options/request.ts';
import {parseSize} from '../src/options/values/size.ts';
import {parseTimeSpec, resolveTime} from '../src/options/values/time-spec.ts';

const folder = mkdtempSync(join(tmpdir(), 'obs-top-options-'));
for (const name of ['a.jsonl', 'b.jsonl', 'odd[1].jsonl']) {
	writeFileSync(join(folder, name), '');
}
const file = (name: string) => join(folder, name);

function request(argv: readonly string[], stdin: StdinKind = 'terminal'): Promise<Request> {
	return readRequest(argv, {version: '1.2.3', cwd: folder, environment: {}, stdin});
}

type LogCommand = {
	readonly name: string;
	readonly options: WatchOptions & Partial<HealthOptions & Pick<InspectOptions, 'module' | 'format'>>;
};

async function command(argv: readonly string[], stdin?: StdinKind): Promise<LogCommand> {
	const read = await request(argv, stdin);
	if (read.type !== 'run') {
		throw new Error(read.text);
	}
	return read.command as LogCommand;
}

async function screen(argv: readonly string[], stdin?: StdinKind) {
	const read = await command(argv, stdin);
	if (read.name !== 'watch') {
		throw new Error(read.name);
	}
	return read.options;
}

async function sourceOf(argv: readonly string[], stdin?: StdinKind) {
	const {options} = await command(argv, stdin);
	return {files: options.files, follow: options.follow, command: options.command, stdin: options.stdin};
}

const none = {files: [], follow: false, command: undefined, stdin: false};

test('the source is what the words name', async t => {
	const {deepEqual} = t;
	deepEqual(await sourceOf(['last-night.jsonl']), {...none, files: ['last-night.jsonl']});
	deepEqual(await sourceOf(['--file', 'a', '--file', 'b', 'health']), {...none, files: ['a', 'b']});
	deepEqual(await sourceOf(['health', '--file', 'a', 'c']), {...none, files: ['c', 'a']});
	deepEqual(await sourceOf(['--file', 'a', '--follow']), {...none, files: ['a'], follow: true});
	deepEqual(await sourceOf(['-F', '--file', 'a']), {...none, files: ['a'], follow: true});
	deepEqual(await sourceOf(['--file', '-']), {...none, stdin: true});
	deepEqual(await sourceOf(['-'], 'data'), {...none, stdin: true});
	deepEqual(await sourceOf(['--file', 'a', '--file', 'a']), {...none, files: ['a']});
});

test('everything after -- is the command, including its own options', async t => {
	t.deepEqual(await sourceOf(['--', 'node', 'p.js', '--follow', '--', '-q']), {...none, command: ['node', 'p.js', '--follow', '--', '-q']});
	t.deepEqual((await command(['health', '--', 'node', 'health'])).name, 'health');
	t.deepEqual((await command(['health', '--', 'node', 'health'])).options.command, ['node', 'health']);
});

test('without a name the source is a pipe on stdin, or else nothing for the screen', async t => {
	t.deepEqual(await sourceOf([], 'data'), {...none, stdin: true});
	t.deepEqual(await sourceOf([], 'terminal'), none);
	t.deepEqual(await sourceOf([], 'nothing'), none);
	t.deepEqual(await sourceOf(['--file', 'a'], 'data'), {...none, files: ['a']});
	t.deepEqual(await sourceOf(['health'], 'nothing'), {...none, stdin: true});
	await t.throwsAsync(command(['health'], 'terminal'), {instanceOf: UsageError, message: /^health: no log to read /});
	await t.throwsAsync(command(['inspect'], 'terminal'), {instanceOf: UsageError, message: /^inspect: no log to read /});
});

test('a glob matches files in order; a file whose name has glob characters is itself', async t => {
	t.deepEqual(await sourceOf(['--file', file('?.jsonl')]), {...none, files: [file('a.jsonl'), file('b.jsonl')]});
	t.deepEqual(await sourceOf(['--file', file('odd[1].jsonl')]), {...none, files: [file('odd[1].jsonl')]});
	symlinkSync('/dev/zero', file('z.jsonl'));
	execFileSync('mkfifo', [file('y.jsonl')]);
	// despite what others may have put there
	t.deepEqual((await sourceOf(['--file', file('?.jsonl')])).files, [file('a.jsonl'), file('b.jsonl')]);
	await t.throwsAsync(command(['--file', file('*.log')]), {message: /\*\.log: no file matches /});
});

test('the last word of events is a filter, unless it is a file: --filter names a filter outright', async t => {
	const events = async (...argv: string[]) => {
		const {options} = await command(['events', ...argv], 'data');
		return [options.files, options.stdin, options.selection.filter];
	};
	t.deepEqual(await events('level>=warn'), [[], true, 'level>=warn']);
	t.deepEqual(await events('a.jsonl', 'timeout'), [['a.jsonl'], false, 'timeout']);
	t.deepEqual(await events(file('a.jsonl'), file('b.jsonl')), [[file('a.jsonl'), file('b.jsonl')], false, undefined]);
	t.deepEqual(await events('--file', file('a.jsonl'), file('b.jsonl')), [[file('b.jsonl'), file('a.jsonl')], false, undefined]);
	t.deepEqual(await events('--filter', file('b.jsonl'), file('a.jsonl')), [[file('a.jsonl')], false, file('b.jsonl')]);
	t.deepEqual(await events(file('a.jsonl'), folder), [[file('a.jsonl')], false, folder]);
	t.deepEqual(await events(file('a.jsonl')), [[file('a.jsonl')], false, undefined]);
});

test('level, stage and filters combine into one filter that requires all of them', async t => {
	const filterOf = async (...argv: string[]) => (await command(argv, 'data')).options.selection.filter;
	t.is(await filterOf(), undefined);
	t.is(await filterOf('-l', 'WARNING'), 'level>=warn');
	t.is(await filterOf('-s', 'enrich*'), 'component=enrich*');
	t.is(await filterOf('-q', 'a or b'), 'a or b');
	t.is(await filterOf('-l', 'warn', '-s', 'sink', '-q', 'not found'), 'level>=warn and component=sink and "not found"');
	t.is(await filterOf('events', '-q', 'timeout', 'a=1 or b=2'), '"timeout" and (a=1 or b=2)');
});

test('values are read with their units', async t => {
	const options = await screen([
		...['--window', '1h30m', '--since', '2h', '--until', '22:15', '--map', 'elapsed_ms=took', '--map', 'stage=step=2'],
		...['--map', 'component=ns:name', '--map', 'elapsedMs=steps[*].micros:us', '--map', 'elapsedMs=a:b:m'],
		...[
			'--time-format',
			'%d.%m.%Y',
			'--tz',
			'Europe/Berlin',
			'--dialect',
			'pino',
			'--record',
			'r.log',
			'--record-max',
			'64MiB',
			'--fps',
			'30',
			'--threads',
			'3',
			'--theme',
			'mono',
			'--at',
			'-10m',
			'--speed',
			'20',
			'--ascii',
			'--mouse',
		],
	]);
	t.is(options.windowMs, 5_400_000);
	t.deepEqual(options.selection, {filter: undefined, since: {type: 'ago', ms: 7_200_000}, until: {type: 'clock', minutes: 1335}});
	t.deepEqual(options.read, {
		map: [
			{canonical: 'elapsedMs', field: 'took'},
			{canonical: 'component', field: 'step=2'},
			{canonical: 'component', field: 'ns:name'},
			{canonical: 'elapsedMs', field: 'steps[*].micros', unitMs: 1e-3},
			{canonical: 'elapsedMs', field: 'a:b', unitMs: 60_000},
		],
		dialect: 'pino',
		timeZone: 'Europe/Berlin',
		timeFormat: '%d.%m.%Y',
	});
	t.deepEqual(options.recording, {type: 'path', path: 'r.log', maxBytes: 67_108_864});
	t.is(options.threads, 3);
	t.deepEqual([options.fps, options.theme, options.ascii, options.mouse], [30, 'mono', true, true]);
	t.deepEqual([options.at, options.speed], [{type: 'ago', ms: 600_000}, 20]);
});

test('anything not given has its default', async t => {
	const options = await screen([]);
	t.deepEqual(options, {
		...none,
		read: {map: [], dialect: undefined, timeZone: 'UTC', timeFormat: undefined},
		threads: undefined,
		selection: {filter: undefined, since: undefined, until: undefined},
		incidents: defaultIncidentSettings,
		windowMs: undefined,
		recording: {type: 'default', maxBytes: 1_073_741_824},
		at: undefined,
		speed: undefined,
		fps: 10,
		theme: undefined,
		ascii: undefined,
		mouse: false,
		color: undefined,
		rules: {alerts: [], baseline: undefined},
		notify: {command: undefined, bell: false},
		keep: false,
		foundConfig: undefined,
	});
	t.deepEqual((await screen(['--no-record'])).recording, {type: 'off'});
});

test('rules, checks and alert actions are taken as typed, a command as words', async t => {
	const options = await screen(['--alert', 'a: count() > 1', '--alert', 'count() > 2', '--on-alert', 'notify  -t a\\ b', '--bell']);
	t.deepEqual(options.rules.alerts, ['a: count() > 1', 'count() > 2']);
	t.deepEqual(options.notify, {command: ['notify', '-t', 'a b'], bell: true});
	const health = await command(['health', 'a', '--check', 'count() > 1', '--check', 'count() < 9', '--baseline', 'good']);
	t.deepEqual(health.options.checks, ['count() > 1', 'count() < 9']);
	t.is(health.options.rules.baseline, 'good');
});

test('recordings takes its own options and says of any other that it has no use for it', async t => {
	t.like(await request(['recordings', '--json', '--prune']), {command: {name: 'recordings', options: {isJson: true, prunes: true}}});
	for (const [argv, why] of [
		[['recordings', '--file', 'a'], '--file'],
		[['-l', 'warn', 'recordings'], '--level'],
		[['recordings', '--no-record'], '--no-record'],
		[['recordings', '--', 'true'], "can't run a command"],
	] as const) {
		const error = await t.throwsAsync(request(argv), {instanceOf: UsageError});
		t.true(error?.message.includes(why), error?.message);
	}
});

test('inspect takes a module and one format', async t => {
	const read = await command(['inspect', './stages.ts', '--json-schema']);
	t.is(read.options.module, './stages.ts');
	t.is(read.options.format, 'json-schema');
	await t.throwsAsync(command(['inspect', 'x', '--json', '--markdown']), {instanceOf: UsageError, message: /--json.*--markdown/});
});

test('help and version are texts', async t => {
	t.deepEqual(await request(['-V']), {type: 'print', text: '1.2.3\n'});
	for (const argv of [['-h'], ['--help'], ['health', '-h'], ['events', '--help'], ['inspect', '-h']]) {
		const help = await request(argv);
		t.regex(help.type === 'print' ? help.text : '', /Usage: obs-top/, argv.join(' '));
	}
	const help = await request(['--help']);
	const text = help.type === 'print' ? help.text : '';
	for (const start of ['obs-top -- ', '| obs-top', 'obs-top last-night.jsonl', '--follow', '?']) {
		t.true(text.includes(start), start);
	}
	t.true(text.split('\n').every(line => line.length <= 120));
});

const wrong: ReadonlyArray<readonly [argv: readonly string[], message: string]> = [
	[['--alert', 'slow: avgg(elapsedMs) > 5'], '--alert slow: avgg(elapsedMs) > 5: unknown aggregate `avgg` (did you mean avg?), column 7'],
	[['--alert', 'a: count() > 1', '--alert', 'a: count() > 2'], '--alert a: count() > 2: two rules are named a (rename one)'],
	[
		['health', '--check', 'count() > 1 by host'],
		'--check count() > 1 by host: `by` is for alerts (a check has a single value: use one --check with where per group)',
	],
	[['--on-alert', ''], '--on-alert "" is empty: use a program and its arguments'],
	[['--baseline', ''], '--baseline "" is empty: name the log of a good run'],
	[['--foo'], 'unknown option --foo (did you mean --follow?)'],
	[['health', '--flter', 'x'], 'unknown option --flter (did you mean --filter?)'],
	[['health', '--json'], 'unknown option --json'],
	[['--file'], 'option --file <path> argument missing'],
	[['helth'], 'helth: no such command or file (did you mean health?)'],
	[['incident', 'night.jsonl'], 'incident: no such command or file (did you mean incidents?)'],
	[['--since', '25h:10'], '--since 25h:10 is not a time: use 2h, 22:15 or an ISO date'],
	[['--until', '2024-02-30'], '--until 2024-02-30 is not a time: use 2h, 22:15 or an ISO date'],
	[['--window', '90'], '--window 90 is not a time span of at least a second: use 90s, 5m or 1h30m'],
	[['--window', '10ms'], '--window 10ms is not a time span of at least a second: use 90s, 5m or 1h30m'],
	[['--level', 'wran'], '--level wran is not a level: use one of trace, debug, info, warn, error, fatal (did you mean warn?)'],
	[['--stage', ''], '--stage "" is empty: use a stage name or a glob such as enrich*'],
	[['--time-format', '%H:%M:%S'], '--time-format %H:%M:%S says no day: it needs %m and %d, %j, or %s'],
	[['--tz', 'Mars'], '--tz Mars is not a time zone: use a name such as UTC or Europe/Berlin'],
	[['--record-max', '64'], '--record-max 64 is not a size: use 64MiB or 1G'],
	[['--record', ''], '--record "" is empty: use a path, or --no-record'],
	[['--keep'], '--keep needs a pipeline started here (obs-top --keep -- COMMAND)'],
	[['--keep', '--no-record', '--', 'node'], "--keep needs a recording for the pipeline's output (leave out --no-record)"],
	[['--at', '2:1'], '--at 2:1 is not a time: use 02:14, -10m (before the end), +10m (after the start) or an ISO date'],
	[['--speed', '0'], '--speed 0 is not a speed: use 0.1 to 10000, times real time'],
	[['--fps', '61'], '--fps 61 is not a frame rate: use 1 to 60'],
	[['--threads', '0'], '--threads 0 is not a number of threads: use 1 to 64'],
	[['--theme', 'momo'], '--theme momo is not a theme: use one of default, light, mono (did you mean mono?)'],
	[['--map', 'elapsedMs'], '--map elapsedMs is not a mapping: use --map elapsedMs=NAME'],
	[['--map', 'elapsedMs=a:parsec'], '--map elapsedMs=a:parsec: unknown unit parsec (one of ns, us, ms, s, m, h, d)'],
	[['--map', 'elapsdMs=x'], '--map elapsdMs=x: unknown field elapsdMs (did you mean elapsedMs?)'],
	[['--map', 'level='], '--map level= is missing a name: use --map level=NAME'],
	[['-q', 'level>='], '--filter level>=: a value is missing after `>=` (`""` is an empty string), column 8'],
	[['--follow'], '--follow needs a file (name one with --file; a pipe or a command is always followed)'],
	[['--'], 'no command after -- (use obs-top -- COMMAND [ARG...])'],
	[['a.jsonl', '--', 'node'], 'more than one kind of source (name files, or - for stdin, or a command after --)'],
	[['--file', ''], '--file "" is empty: use a path, a glob or - for stdin'],
	...['--check'].map(option => [[option, '1'], `unknown option ${option}`] as const),
];

for (const [argv, message] of wrong) {
	test(`${JSON.stringify(argv)} is wrong, in one line`, async t => {
		const error = await t.throwsAsync(request(argv), {instanceOf: UsageError});
		const [said = ''] = (error?.message ?? '').split(argv[1] === '1' ? ' (did you' : '\n');
		t.is(said, message);
		t.is(error?.exitCode, 2);
	});
}

test('an unknown dialect is reported with those that exist', async t => {
	await t.throwsAsync(request(['--dialect', 'pinoo']), {
		message: /^--dialect pinoo is not a dialect: use one of .*\bpino\b.* \(did you mean pino\?\)$/,
	});
});

test('a form of times with a conversion that does not exist is reported with those that do', async t => {
	await t.throwsAsync(request(['--time-format', '%d.%m %Q']), {message: /^--time-format %d\.%m %Q has %Q \(known are .*%Y .*\)$/});
});

test('a time of day is the last such time at or before the end of the log', t => {
	const end = Date.parse('2024-01-16T06:00:00Z');
	const at = (text: string, timeZone = 'UTC', endMs = end) => {
		const spec = parseTimeSpec(text);
		return spec && new Date(resolveTime(spec, endMs, timeZone)).toISOString();
	};
	t.is(at('22:15'), '2024-01-15T22:15:00.000Z');
	t.is(at('05:59:30'), '2024-01-16T05:59:30.000Z');
	t.is(at('6:00'), '2024-01-16T06:00:00.000Z');
	t.is(at('22:15', 'America/New_York'), '2024-01-16T03:15:00.000Z');
	t.is(at('22:15', 'Asia/Tokyo'), '2024-01-15T13:15:00.000Z');
	t.is(at('14:59', 'Asia/Tokyo'), '2024-01-16T05:59:00.000Z');
	t.is(at('2h'), '2024-01-16T04:00:00.000Z');
	t.is(at('1h30m'), '2024-01-16T04:30:00.000Z');
	t.is(at('2024-01-15'), '2024-01-15T00:00:00.000Z');
	t.is(at('2024-01-15', 'Asia/Tokyo'), '2024-01-14T15:00:00.000Z');
	t.is(at('2024-01-15T22:15', 'Asia/Tokyo'), '2024-01-15T13:15:00.000Z');
	t.is(at('2024-01-15T22:15:00.5+01:00', 'Asia/Tokyo'), '2024-01-15T21:15:00.500Z');
	t.is(at('2024-01-15 22:15Z'), '2024-01-15T22:15:00.000Z');
	t.is(at('2024-01-15T22:15:00.250000000000Z'), '2024-01-15T22:15:00.250Z');
	for (const text of ['', '2', '24:00', '2:5', '22:60', '2024-13-01', '2024-01-15T25:00', 'now', '-2h', '2h ago', '2024-01-15T22:15+1']) {
		t.is(at(text), undefined, text);
	}
});

testProp(
	'a time of day is within the day before the end, whatever the zone',
	[
		fc.integer({min: 0, max: 1439}),
		fc.integer({min: Date.UTC(2000, 0), max: Date.UTC(2030, 0)}),
		fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
	],
	(t, minutes, endMs, timeZone) => {
		const ms = resolveTime({type: 'clock', minutes}, endMs, timeZone);
		t.true(ms <= endMs);
		t.true(ms > endMs - 25 * 3_600_000 - 60_000); // one day a year has 25 hours
	},
);

test('a size has a unit', t => {
	const sizes = new Map([
		['64MiB', 67_108_864],
		['64M', 67_108_864],
		['64MB', 64_000_000],
		['1G', 1_073_741_824],
		['1.5k', 1536],
		['10 B', 10],
	]);
	for (const [text, bytes] of sizes) {
		t.is(parseSize(text), bytes, text);
	}
	for (const text of ['', '64', '64X', '-1M', '0M', 'M', '1e3M', '9999999T']) {
		t.is(parseSize(text), undefined, text);
	}
});
