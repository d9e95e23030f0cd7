import {Buffer} from 'node:buffer';
import {execFile, spawn, spawnSync} from 'node:child_process';
import {appendFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const program = fileURLToPath(new URL('../helpers/run-command.ts', import.meta.url));
const argv = (name: 'health' | 'events', options: object) => [
	`--import=${import.meta.resolve('tsx')}`,
	program,
	name,
	JSON.stringify(options),
];

type Ended = {readonly code: number | null; readonly stdout: Buffer; readonly stderr: string};

function run(name: 'health' | 'events', options: object, input?: Buffer | string): Promise<Ended> {
	return new Promise(resolve => {
		const child = execFile(process.execPath, argv(name, options), {encoding: 'buffer', maxBuffer: 1e8}, (_, stdout, stderr) =>
			resolve({code: child.exitCode, stdout, stderr: stderr.toString()}),
		);
		child.stdin?.end(input);
	});
}

// The field names of the lecture.
const completed = (time: string, component: string, recordsIn: number, recordsOut: number, elapsedMs: number) =>
	JSON.stringify({
		timestamp: time,
		level: 'INFO',
		component,
		event: 'stage_completed',
		recordsIn,
		recordsOut,
		elapsedMs,
		throughputRps: (recordsIn * 1000) / elapsedMs,
	});
const circuit = (time: string, newState: string) =>
	JSON.stringify({
		timestamp: time,
		level: 'ERROR',
		component: 'enrichment',
		event: 'circuit_state_change',
		circuitName: 'enrichmentService',
		newState,
		reason: 'ConnectionRefusedError',
	});

const open = [
	completed('2024-01-15T22:00:00.000Z', 'filter', 500, 350, 50),
	completed('2024-01-15T22:00:01.000Z', 'feature', 350, 350, 350),
	'a line that is not an event',
	'',
	circuit('2024-01-15T22:00:02.000Z', 'open'),
];
const closed = [...open, circuit('2024-01-15T22:00:09.000Z', 'closed')];
const notUnderstood = 'obs-top: line 3 was not understood: a text without a time or a level (it only counts as text)\n';
const fileOf = (lines: readonly string[]) => `${lines.join('\n')}\n`;

test('health reports the stages, the bottleneck and the open circuit of a log, and exits with 1', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(open));
	const {code, stdout, stderr} = await run('health', {files: [path]});
	t.is(code, 1);
	t.is(stderr, notUnderstood);
	const report = JSON.parse(stdout.toString());
	t.like(report, {status: 'DEGRADED', openCircuits: ['enrichmentService'], bottleneckStage: 'feature', bottleneckRps: 1000});
	t.like(report.source, {lines: 5, eventLines: 3, rawLines: 1, blankLines: 1, events: 3, bytes: Buffer.byteLength(fileOf(open))});
	t.like(report.stages.filter, {recordsIn: 500, recordsOut: 350, passRate: 0.7, throughputRps: 10_000});
});

test('health exits with 0 once the circuit is closed again, from stdin, a command or a compressed file', async t => {
	const path = join(tempFolder(t), 'log.gz');
	writeFileSync(path, gzipSync(fileOf(closed)));
	const plain = join(tempFolder(t), 'log');
	writeFileSync(plain, fileOf(closed));
	const runs = await Promise.all([
		run('health', {stdin: true}, fileOf(closed)),
		run('health', {command: ['sh', '-c', `cat ${plain}`]}),
		run('health', {files: [path]}),
	]);
	for (const {code, stdout} of runs) {
		t.is(code, 0);
		t.like(JSON.parse(stdout.toString()), {status: 'HEALTHY', openCircuits: []});
	}
});

test('health says DEGRADED of a pipeline that ended with another code than 0 or by a signal, whatever its log says', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(closed));
	for (const [end, reason] of [
		['exit 7', 'the pipeline ended with exit code 7'],
		['kill -9 $$', 'the pipeline was ended by SIGKILL'],
	]) {
		const {code, stdout} = await run('health', {command: ['sh', '-c', `cat ${path}; ${end}`]});
		t.is(code, 1);
		t.like(JSON.parse(stdout.toString()), {status: 'DEGRADED', statusReasons: [reason], openCircuits: []});
	}
});

test('C17: a check of more distinct values than are counted says that its value is a lower bound, and whether that decides it', async t => {
	const lines = Array.from({length: 100_001}, (_, index) => `{"ts":1705356000,"user":"u${index}"}\n`).join('');
	const conditions = ['> 5', '< 5', '< 2e6'].map(condition => `distinct(user) ${condition} over 1m`);
	const {code, stdout, stderr} = await run('health', {stdin: true, checks: conditions}, lines);
	t.is(code, 1);
	t.deepEqual(JSON.parse(stdout.toString()).checks, [
		{check: conditions[0], holds: true, value: 100_000, isAtLeast: true},
		{check: conditions[1], holds: false, value: 100_000, isAtLeast: true},
		{check: conditions[2], holds: false, value: 100_000, isAtLeast: true},
	]);
	t.is(
		stderr,
		`obs-top: check ${conditions[1]} failed: the value is at least 100000
obs-top: check ${conditions[2]} failed: unknown, since the value is at least 100000 and no more values are counted
`,
	);
});

test('a check that holds leaves the exit code as it is; one that fails makes it 1 and says why, on stderr only', async t => {
	const fine = await run('health', {stdin: true, checks: ['max(elapsedMs) < 1s', 'count() = 0 where level=fatal']}, fileOf(closed));
	t.deepEqual([fine.code, fine.stderr], [0, notUnderstood]);
	t.deepEqual(JSON.parse(fine.stdout.toString()).checks, [
		{check: 'max(elapsedMs) < 1s', holds: true, value: 350},
		{check: 'count() = 0 where level=fatal', holds: true, value: 0},
	]);
	const broken = await run('health', {stdin: true, checks: ['avg(elapsedMs) < 100', 'p95(elapsdMs) < 1']}, fileOf(closed));
	t.is(broken.code, 1);
	t.is(
		broken.stderr,
		`${notUnderstood}obs-top: check avg(elapsedMs) < 100 failed: the value is 200
obs-top: check p95(elapsdMs) < 1 failed: no event has elapsdMs (did you mean elapsedMs?)
`,
	);
	t.deepEqual(
		JSON.parse(broken.stdout.toString()).checks.map(({value}: {value: unknown}) => value),
		[200, null],
	);
	t.deepEqual(JSON.parse((await run('health', {stdin: true, checks: ['count() = 0']}, '')).stdout.toString()).checks, [
		{check: 'count() = 0', holds: false, value: null},
	]);
});

test('health counts the alerts of rules and compares each stage with a good run', async t => {
	const path = join(tempFolder(t), 'good');
	writeFileSync(path, fileOf([completed('2024-01-14T22:00:00.000Z', 'filter', 500, 400, 25)]));
	const rules = {alerts: ['slow: max(elapsedMs) > 100 by component over 1s'], baseline: path};
	const {stdout} = await run('health', {stdin: true, rules}, fileOf(closed));
	const {totalAlerts, alerts, baseline} = JSON.parse(stdout.toString());
	t.is(totalAlerts, 1);
	t.deepEqual(alerts, [
		{name: 'slow', time: '2024-01-15T22:00:01.999Z', value: 350, state: 'fired', group: 'feature'},
		{name: 'slow', time: '2024-01-15T22:00:02.999Z', value: null, state: 'resolved', group: 'feature'},
	]);
	t.is(baseline.file, path);
	t.is(JSON.stringify(baseline.stages.filter.throughputRps), '{"now":10000,"then":20000,"change":-0.5}');
	t.is(JSON.stringify(baseline.stages.filter.passRate), '{"now":0.7,"then":0.8,"change":-0.1}');
	t.is(JSON.stringify(baseline.stages.feature.p95Ms), '{"now":350,"then":null,"change":null}');
	const missing = await run('health', {stdin: true, rules: {alerts: [], baseline: '/no/such'}}, '');
	t.is(missing.code, 3);
});

test('health of an empty log is UNKNOWN and not a failure', async t => {
	const {code, stdout} = await run('health', {stdin: true}, '');
	t.is(code, 0);
	t.like(JSON.parse(stdout.toString()), {status: 'UNKNOWN', bottleneckStage: null, batchCount: null, from: null});
});

test('health counts back from the end of the log', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(closed));
	const {stdout} = await run('health', {files: [path], selection: {since: {type: 'ago', ms: 7000}}});
	const report = JSON.parse(stdout.toString());
	t.is(report.source.events, 2);
	t.is(report.from, '2024-01-15T22:00:02.000Z');
});

test('health of part of a log counts the batches and alerts in it, not those the pipeline counted before', async t => {
	const report = (second: number, batchCount: number, totalAlerts: number) =>
		JSON.stringify({timestamp: `2024-01-15T22:00:0${second}.000Z`, event: 'pipeline_health', batchCount, totalAlerts});
	const log = fileOf([report(0, 40, 300), report(2, 42, 310), report(9, 47, 312)]);
	const since = {type: 'instant', ms: Date.UTC(2024, 0, 15, 22, 0, 1)};
	const counts = async (selection: object) => JSON.parse((await run('health', {stdin: true, selection}, log)).stdout.toString());
	t.like(await counts({}), {batchCount: 47, totalAlerts: 312});
	t.like(await counts({since}), {batchCount: 5, totalAlerts: 2});
});

test('health writes nothing that a terminal would obey', async t => {
	const name = 'evil\u009b31m\u202e\u007f';
	const {stdout} = await run('health', {stdin: true}, `${completed('2024-01-15T22:00:00.000Z', name, 1, 1, 1)}\n`);
	t.notRegex(stdout.toString(), /[\u007f-\u009f\u202e]/);
	t.deepEqual(Object.keys(JSON.parse(stdout.toString()).stages), [name]);
});

test('a source that cannot be read is one line and exit code 3', async t => {
	const missing = await run('health', {files: ['/no/such/log']});
	t.deepEqual([missing.code, missing.stdout.length], [3, 0]);
	t.regex(missing.stderr, /^obs-top: \/no\/such\/log: no such file \(.+\)\n$/);
});

test('events prints the matching lines byte for byte', async t => {
	const path = join(tempFolder(t), 'log');
	const bytes = Buffer.concat([
		Buffer.from('{"level":"error","text":"'),
		Buffer.from([0xff, 0xc3]),
		Buffer.from('"}\r\n{"level":"info"}\n\x1b[31mred error\n'),
		Buffer.from('{"level":"error","last":true}'),
	]);
	writeFileSync(path, bytes);
	t.deepEqual((await run('events', {files: [path]})).stdout, bytes);
	const {code, stdout} = await run('events', {files: [path], selection: {filter: 'level>=error'}});
	t.is(code, 0);
	const [first = Buffer.alloc(0)] = [bytes.subarray(0, bytes.indexOf('\n') + 1)];
	t.deepEqual(stdout, Buffer.concat([first, Buffer.from('{"level":"error","last":true}')]));
});

test('events exits with 1 if no line matches', async t => {
	const {code, stdout} = await run('events', {stdin: true, selection: {filter: 'level=fatal'}}, fileOf(open));
	t.deepEqual([code, stdout.toString()], [1, '']);
});

test('if events finds nothing, it names a field that no line has and what was probably meant, on stderr only', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(open));
	for (const [options, input] of [
		[{files: [path]}, undefined],
		[{stdin: true}, fileOf(open)],
		[{files: [path], selection: {since: {type: 'instant', ms: 0}}}, undefined],
	] as const) {
		const given = {selection: {filter: 'levl=error'}, ...options};
		const {code, stdout, stderr} = await run('events', {...given, selection: {filter: 'levl=error', ...given.selection}}, input);
		t.deepEqual([code, stdout.toString(), stderr], [1, '', `${notUnderstood}obs-top: no line has \`levl\`: did you mean \`level\`?\n`]);
	}
	const none = await run('events', {files: [path], selection: {filter: 'level=fatal and timestamp<2000-01-01'}});
	t.deepEqual([none.code, none.stderr], [1, notUnderstood]);
	const negated = await run('events', {files: [path], selection: {filter: 'levl!=error'}});
	t.deepEqual([negated.code, negated.stderr], [0, notUnderstood]);
});

test('events --count prints the number of matching lines, from a file and from stdin', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(closed));
	const selection = {filter: 'level=error'};
	for (const {code, stdout} of [
		await run('events', {files: [path], selection, isCount: true}),
		await run('events', {stdin: true, selection, isCount: true}, fileOf(closed)),
	]) {
		t.deepEqual([code, stdout.toString()], [0, '2\n']);
	}
	const none = await run('events', {files: [path], selection: {filter: 'level=fatal'}, isCount: true});
	t.deepEqual([none.code, none.stdout.toString()], [1, '0\n']);
});

test('events respects --since and --until; a line without a time has that of the line before', async t => {
	const since = {type: 'instant', ms: Date.UTC(2024, 0, 15, 22, 0, 1)};
	const {stdout} = await run('events', {stdin: true, selection: {since, until: {...since, ms: since.ms + 500}}}, fileOf(open));
	t.is(stdout.toString(), `${open[1]}\n${open[2]}\n`);
});

test('events ends quietly when its reader goes away', t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, fileOf(Array.from({length: 100_000}, () => open[0] ?? '')));
	const words = argv('events', {files: [path]}).map(word => `'${word}'`);
	const {stdout, stderr} = spawnSync('sh', ['-c', `'${process.execPath}' ${words.join(' ')} | head -n 1`], {encoding: 'utf8'});
	t.deepEqual([stdout, stderr], [`${open[0]}\n`, '']);
});

test('events continues with a followed file after a rotation', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, `${open[0]}\n`);
	const child = spawn(process.execPath, argv('events', {files: [path], follow: true, selection: {filter: 'recordsIn>0'}}));
	t.teardown(() => child.kill());
	let stdout = '';
	child.stdout.on('data', chunk => {
		stdout += chunk;
	});
	await eventually(() => stdout === `${open[0]}\n`);
	renameSync(path, `${path}.1`);
	writeFileSync(path, `${open[4]}\n${open[1]?.slice(0, 20)}`);
	appendFileSync(path, `${open[1]?.slice(20)}\n`);
	await eventually(() => stdout === `${open[0]}\n${open[1]}\n`);
	t.pass();
});

test('events reads both outputs of a command', async t => {
	const {stdout} = await run('events', {command: ['sh', '-c', 'echo out; echo err >&2']});
	t.deepEqual(stdout.toString().split('\n').toSorted(), ['', 'err', 'out']);
});

test('events makes control characters visible on a terminal', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log');
	writeFileSync(path, 'a \x1b[31mred\x1b[0m word\n');
	const {exited, until: shows} = startInTerminal([process.execPath, ...argv('events', {files: [path]})]);
	t.is(await exited, 0);
	t.regex(await shows(/word/), /^a ␛\[31mred␛\[0m word$/m);
});
