import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {isAlive, obsTop} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const lastNight = fileURLToPath(new URL('../fixtures/last-night.jsonl', import.meta.url));
const endless = 'SELECT count(*) FROM logs a, logs b, logs c, logs d WHERE a.line + b.line + c.line = d.line';
const [node = '', ...program] = obsTop;
const onLinux = process.platform === 'linux' ? test : test.skip;

type Started = {
	readonly process: ChildProcess;
	readonly ended: Promise<readonly unknown[]>;
	readonly stdout: Promise<string>;
	readonly stderr: Promise<string>;
};

function start(argv: readonly string[], folder: string): Started {
	const started = spawn(node, [...program, 'query', ...argv], {env: {...process.env, TMPDIR: folder}, stdio: ['ignore', 'pipe', 'pipe']});
	return {process: started, ended: once(started, 'exit'), stdout: text(started.stdout), stderr: text(started.stderr)};
}

const namesIn = (folder: string) => readdirSync(folder).filter(name => !name.startsWith('code-of-obs-top'));

/** The process of a query, in which DuckDB works. */
function workerOf({pid}: ChildProcess): number | undefined {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	return children.find(child => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('sql-worker'));
}

onLinux('P28: all memory of a query is bounded, even that of a single value; needing more is one line', async t => {
	const folder = tempFolder(t);
	for (const sql of ["SELECT repeat('x', 2000000000)", 'SELECT range(1000000000)']) {
		const query = start([lastNight, sql], folder);
		t.deepEqual(await query.ended, [2, null]);
		t.is(await query.stdout, '');
		t.is(
			await query.stderr,
			'obs-top: query: the query needs too much memory (narrow the log with --since or --filter, or ask for fewer and shorter values)\n',
		);
	}
	t.deepEqual(namesIn(folder), []);
});

onLinux('P28: the system limits the process of a query but not the pipeline it reads', async t => {
	const folder = tempFolder(t);
	const query = start([lastNight, endless], folder);
	await eventually(() => namesIn(folder).length > 0);
	const limits = readFileSync(`/proc/${workerOf(query.process)}/limits`, 'utf8');
	t.regex(limits, new RegExp(`^Max data size +${1600 * 1024 * 1024} `, 'm'));
	query.process.kill('SIGTERM');
	t.deepEqual(await query.ended, [143, null]);
	const own = execFileSync('sh', ['-c', 'ulimit -d'], {encoding: 'utf8'});
	t.is(await start(['SELECT text', '--', 'sh', '-c', 'ulimit -d'], folder).stdout, `text\n${own}`);
});

onLinux('P28: a query that kills its process is one line, and nothing it created is left', async t => {
	const folder = tempFolder(t);
	const output = tempFolder(t);
	const pid = join(output, 'pid');
	const pipeline = ['--', 'sh', '-c', `echo $$ > ${pid}; while :; do sleep 1000; done`];
	for (const argv of [
		['SELECT count(*)'],
		['--output', join(output, 'x.csv'), 'SELECT text'],
		['--output', join(output, 'x.parquet'), 'SELECT text'],
	]) {
		const query = start([...argv, ...pipeline], folder);
		await eventually(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '');
		process.kill(workerOf(query.process) ?? 0, 'SIGKILL');
		t.deepEqual(await query.ended, [2, null]);
		t.is(
			await query.stderr,
			'obs-top: query: the query crashed DuckDB (it may need too much memory, or read a value that is nested too deeply)\n',
		);
		t.deepEqual(namesIn(folder), []);
		t.deepEqual(readdirSync(output), ['pid']);
		t.false(isAlive(Number(readFileSync(pid, 'utf8'))));
		rmSync(pid);
	}
});

onLinux('P28: a value nested too deeply for DuckDB kills the process of the query, and that is one line', async t => {
	const folder = tempFolder(t);
	const log = join(folder, 'deep.jsonl');
	const levels = 100_000;
	writeFileSync(log, `{"event":"a","x":${'['.repeat(levels)}${']'.repeat(levels)}}\n`);
	const query = start([log, 'SELECT json_structure(raw)'], folder);
	t.deepEqual(await query.ended, [2, null]);
	t.regex(await query.stderr, /^obs-top: query: the query crashed DuckDB \([^\n]*\)\n$/);
	const whole = start([log, 'SELECT length(raw), event'], folder);
	t.deepEqual(await whole.ended, [0, null]);
});

onLinux('a query whose program was killed ends too, and leaves nothing behind', async t => {
	const folder = tempFolder(t);
	const query = start([lastNight, endless], folder);
	await eventually(() => namesIn(folder).length > 0);
	const worker = workerOf(query.process) ?? 0;
	query.process.kill('SIGKILL');
	await query.ended;
	await eventually(() => !isAlive(worker), 'the process of the query has ended');
	t.deepEqual(namesIn(folder), []);
});
