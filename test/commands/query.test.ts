import {Buffer, type Buffer as Bytes} from 'node:buffer';
import {execFile, execFileSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import {DuckDBInstance} from '@duckdb/node-api';
import test from 'ava';
import {obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const lastNight = fileURLToPath(new URL('../fixtures/last-night.jsonl', import.meta.url));

type Ended = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

function run(
	argv: readonly string[],
	{input, program = obsTop, env = {}}: {input?: Bytes | string; program?: readonly string[]; env?: object} = {},
): Promise<Ended> {
	const [file = '', ...before] = program;
	return new Promise(resolve => {
		const child = execFile(file, [...before, ...argv], {maxBuffer: 1e8, env: {...process.env, ...env}}, (_, stdout, stderr) =>
			resolve({code: child.exitCode, stdout, stderr}),
		);
		child.stdin?.end(input);
	});
}

const retries = readFileSync(lastNight, 'utf8')
	.split('\n')
	.filter(line => line.includes('"event":"retry"')).length;
const counting = 'SELECT count(*) AS n WHERE event = "retry"';

test('rows are CSV without a terminal and JSON lines with --json; no rows is exit code 1', async t => {
	t.deepEqual(await run(['query', '--file', lastNight, counting]), {code: 0, stdout: `n\n${retries}\n`, stderr: ''});
	t.deepEqual(await run(['query', '--json', lastNight, counting]), {code: 0, stdout: `{"n":${retries}}\n`, stderr: ''});
	t.deepEqual(await run(['query', lastNight, 'SELECT line, event WHERE line < 0']), {code: 1, stdout: 'line,event\n', stderr: ''});
});

test('a wrong query is one line with the position, and exit code 2', async t => {
	t.deepEqual(await run(['query', lastNight, 'SELECT avg(elapsdMs)']), {
		code: 2,
		stdout: '',
		stderr: 'obs-top: query: no column elapsdMs, at column 12 (did you mean elapsedMs?)\n',
	});
});

test('a pipe, compressed files, several files and the output of a command can each be the table logs', async t => {
	const folder = tempFolder(t);
	const text = readFileSync(lastNight);
	writeFileSync(join(folder, 'a.jsonl.gz'), gzipSync(text));
	writeFileSync(join(folder, 'b.jsonl.zst'), zstdCompressSync(text));
	const files = await run([
		'query',
		join(folder, 'a.jsonl.gz'),
		join(folder, 'b.jsonl.zst'),
		lastNight,
		'SELECT count(*) AS n, count(DISTINCT file) AS files',
	]);
	const lines = text.toString().split('\n').length - 1;
	t.is(files.stdout, `n,files\n${3 * lines},3\n`);
	t.is(
		(await run(['query', 'SELECT count(*) AS n WHERE "rule" IS NOT NULL'], {input: text})).stdout,
		`n\n${text.toString().split('"rule":').length - 1}\n`,
	);
	const echo = await run(['query', 'SELECT event', '--', process.execPath, '-e', 'console.log(JSON.stringify({event: "said"}))']);
	t.is(echo.stdout, 'event\nsaid\n');
});

test('--since, --level and --filter narrow the table', async t => {
	const {stdout} = await run(['query', '--level', 'error', '--filter', 'component=ingest', lastNight, 'SELECT DISTINCT level, component']);
	t.is(stdout, 'level,component\nerror,ingest\n');
});

test('--output writes a complete file or none: it replaces the user’s own file, follows no link and writes into no FIFO', async t => {
	const folder = tempFolder(t);
	const output = join(folder, 'out.csv');
	const write = (sql: string, path = output) => run(['query', lastNight, '--output', path, sql]);
	writeFileSync(output, 'before', {mode: 0o640});
	chmodSync(output, 0o640);
	t.is((await write('SELECT no_such_function(1)')).code, 2);
	t.is((await write('SELECT error(component)')).code, 2);
	t.is(readFileSync(output, 'utf8'), 'before');
	t.is((await write('SELECT 1 AS one')).code, 0);
	t.is(readFileSync(output, 'utf8'), 'one\n1\n');
	t.is(statSync(output).mode & 0o777, 0o640);

	writeFileSync(join(folder, 'precious'), 'precious');
	for (const ending of ['csv', 'json', 'parquet']) {
		const [link, fifo] = [join(folder, `link.${ending}`), join(folder, `fifo.${ending}`)];
		symlinkSync(join(folder, 'precious'), link);
		execFileSync('mkfifo', [fifo]);
		for (const [path, why] of [
			[link, 'it is a link'],
			[fifo, 'it is not a regular file'],
		] as const) {
			const {code, stderr} = await write('SELECT 1', path);
			t.is(code, 3);
			t.is(stderr.split(' (')[0], `obs-top: ${path}: can't be written: ${why}`);
		}
	}
	t.is(readFileSync(join(folder, 'precious'), 'utf8'), 'precious');
	t.is(readdirSync(folder).length, 8);
});

test('--output writes CSV, JSON and Parquet with the same rows', async t => {
	const folder = tempFolder(t);
	const sql = 'SELECT line, timestamp, component, elapsed_ms WHERE event = "stage_completed" ORDER BY line';
	for (const ending of ['csv', 'json', 'jsonl', 'parquet']) {
		const {code, stderr} = await run(['query', lastNight, '--output', join(folder, `out.${ending}`), sql]);
		t.is(code, 0, stderr);
	}
	const connection = await (await DuckDBInstance.create(':memory:')).connect();
	const read = async (file: string) =>
		(
			await connection.runAndReadAll(
				`SELECT line::BIGINT, replace(timestamp::TIMESTAMP::VARCHAR, 'T', ' '), component, "elapsedMs"::DOUBLE FROM '${join(folder, file)}' ORDER BY line`,
			)
		).getRowsJson();
	const expected = readFileSync(lastNight, 'utf8')
		.split('\n')
		.flatMap((line, index) => {
			const {event, component, elapsedMs}: {event?: string; component?: string; elapsedMs?: number} = line === '' ? {} : JSON.parse(line);
			return event === 'stage_completed' ? [[String(index + 1), component, elapsedMs]] : [];
		});
	for (const file of ['out.csv', 'out.json', 'out.jsonl', 'out.parquet']) {
		const rows = await read(file);
		t.deepEqual(
			rows.map(([line, , component, elapsedMs]) => [line, component, elapsedMs]),
			expected,
			file,
		);
		t.deepEqual(rows, await read('out.parquet'), file);
	}
	t.deepEqual(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')).length, expected.length);
});

test('S16: a result is written only to this machine, and no partial result is left', async t => {
	const folder = tempFolder(t);
	for (const path of ['s3://bucket/x.parquet', 'https://example.com/x.csv', 'hf://a/b.json']) {
		const {code, stderr} = await run(['query', lastNight, '--output', path, 'SELECT 1']);
		t.is(code, 2);
		t.is(stderr, `obs-top: query: ${path} is not a local path (use ./${path} for a file of that name)\n`);
	}
	mkdirSync(join(folder, 's3:/bucket'), {recursive: true});
	await run(['query', lastNight, '--output', `${folder}/s3://bucket/x.parquet`, counting]);
	t.true(existsSync(join(folder, 's3:/bucket/x.parquet')));
	for (const ending of ['csv', 'json', 'parquet']) {
		const path = join(folder, `half.${ending}`);
		const {code} = await run([
			'query',
			lastNight,
			'--output',
			path,
			"SELECT CASE WHEN line = 2000 THEN error('no') ELSE event END FROM logs",
		]);
		t.is(code, 2);
		t.false(existsSync(path));
	}
});

test('S17: text in CSV is never a formula to a spreadsheet, numbers stay numbers, and --exact, JSON and Parquet keep every text unchanged', async t => {
	const folder = tempFolder(t);
	const log = join(folder, 'a.jsonl');
	const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '=cmd|"/c calc"!A1', '-', '-- a'];
	const numbers = ['-5', '+5', '-.5', '-5.25e-3', '-5%'];
	writeFileSync(log, [...formulas, ...numbers].map(event => `${JSON.stringify({event, '=key': -5, elapsedMs: 1})}\n`).join(''));
	const sql = 'SELECT event, "=key", -elapsedMs AS negative ORDER BY line';
	const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	const csv = (cells: readonly string[], mark: string) =>
		`event,${mark}=key,negative\n${cells.map(text => `${cell(text)},-5,-1\n`).join('')}`;
	const marked = csv([...formulas.map(text => (text === '-' ? text : `'${text}`)), ...numbers], "'");
	const exact = csv([...formulas, ...numbers], '');
	t.is((await run(['query', log, sql])).stdout, marked);
	t.is((await run(['query', log, '--exact', sql])).stdout, exact);
	await run(['query', log, '--output', join(folder, 'marked.csv'), sql]);
	t.is(readFileSync(join(folder, 'marked.csv'), 'utf8'), marked);
	await run(['query', log, '--exact', '--output', join(folder, 'exact.csv'), sql]);
	t.is(readFileSync(join(folder, 'exact.csv'), 'utf8'), exact);
	await run(['query', log, '--output', join(folder, 'a.parquet'), sql]);
	const connection = await (await DuckDBInstance.create(':memory:')).connect();
	const rows = await connection.runAndReadAll(`SELECT event FROM '${join(folder, 'a.parquet')}'`);
	t.deepEqual(rows.getColumns()[0], [...formulas, ...numbers]);
	const json = await run(['query', log, '--json', sql]);
	t.deepEqual(
		json.stdout
			.trim()
			.split('\n')
			.map(line => JSON.parse(line).event),
		[...formulas, ...numbers],
	);
});

test('a path without a known format, or one that cannot be written, is reported', async t => {
	t.is((await run(['query', lastNight, '--output', 'x.txt', 'SELECT 1'])).code, 2);
	const ended = await run(['query', lastNight, '--output', '/nowhere/x.csv', 'SELECT 1']);
	t.is(ended.code, 3);
	t.regex(ended.stderr, /^obs-top: \/nowhere\/x\.csv: no such folder \(make it first\)\n$/);
});

test('without DuckDB, one line says how to add it', async t => {
	const folder = tempFolder(t);
	for (const part of ['bin', 'dist', 'package.json']) {
		cpSync(fileURLToPath(new URL(`../../${part}`, import.meta.url)), join(folder, part), {recursive: true});
	}
	t.deepEqual(await run(['query', lastNight, 'SELECT 1'], {program: [process.execPath, join(folder, 'bin/obs-top.js')]}), {
		code: 2,
		stdout: '',
		stderr: 'obs-top: query: DuckDB is not installed (add it with `npm install -g @duckdb/node-api`, beside obs-top)\n',
	});
});

test('nothing is left behind, even after Ctrl-C in a query that would never end', async t => {
	const folder = tempFolder(t);
	const left = () => readdirSync(folder).filter(name => name.startsWith('obs-top'));
	await run(['query', lastNight, counting], {env: {TMPDIR: folder}});
	t.deepEqual(left(), []);
	const terminal = startInTerminal(
		[...obsTop, 'query', lastNight, 'SELECT count(*) FROM logs a, logs b, logs c, logs d WHERE a.line + b.line + c.line = d.line'],
		{
			environment: {TMPDIR: folder},
		},
	);
	await terminal.until(() => left().length > 0);
	terminal.press('\x03');
	t.is(await terminal.exited, 130);
	t.deepEqual(left(), []);
});

test('on a terminal the rows are a table as wide as the terminal, and the content of a log cannot affect it', async t => {
	const folder = tempFolder(t);
	const log = join(folder, 'a.jsonl');
	writeFileSync(
		log,
		Buffer.from('{"event":"\\u001b[31mred","elapsedMs":7}\n{"event":"long long long long long long","elapsedMs":12345}\n'),
	);
	const terminal = startInTerminal([...obsTop, 'query', log, 'SELECT event, elapsedMs'], {columns: 30, rows: 8});
	t.is(await terminal.exited, 0);
	t.deepEqual((await terminal.screen()).slice(0, 5), [
		'event                elapsedMs',
		'───────────────────  ─────────',
		'␛[31mred                     7',
		'long long long lon…      12345',
		'2 rows',
	]);
});
