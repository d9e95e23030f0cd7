import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const lines = Array.from({length: 2000}, (_, index) =>
	JSON.stringify({
		timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, index)).toISOString(),
		level: 'info',
		component: 'sink',
		event: 'stage_completed',
		batch: index,
		recordsIn: 10,
		recordsOut: 10,
		elapsedMs: 5,
	}),
);
const opened = JSON.stringify({
	timestamp: '2024-01-15T23:00:00Z',
	event: 'circuit_state_change',
	circuitName: 'db',
	oldState: 'closed',
	newState: 'open',
});
const content = [...lines, opened].map(line => `${line}\n`).join('');

function folderOf(t: ExecutionContext): string {
	const folder = tempFolder(t);
	writeFileSync(join(folder, 'log'), content);
	writeFileSync(join(folder, 'stages.ts'), 'export class Sink { process(records: number[]) { return records; } }\n');
	return folder;
}

type Run = {readonly stdout: string; readonly stderr: string; readonly exitCode?: number};

/** A command line for the shell, in which `obs-top` is the program. */
function run(script: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
	return execa('bash', ['-c', script.replaceAll(/(?<=^|[ ;|])obs-top(?= )/g, '"$0" "$1"'), ...obsTop], {
		cwd,
		input: '',
		reject: false,
		env,
	});
}

/** One line, and the exit code for what can't be read or written. */
function isRefused(t: ExecutionContext, {stderr, exitCode}: Run, why: RegExp, script: string): void {
	t.regex(stderr, new RegExp(`^obs-top: (?=[^\\n]*\\([^\\n]+\\))[^\\n]*(?:${why.source})[^\\n]*$`), script);
	t.is(exitCode, 3, script);
}

const commands = [
	'obs-top health log',
	'obs-top health -- cat log',
	'obs-top events log',
	'obs-top events log component=sink',
	'obs-top events log --count',
	'cat log | obs-top events component=sink',
	'obs-top incidents log',
	'obs-top incidents log --json',
	"obs-top query log 'SELECT * FROM logs'",
	'obs-top inspect log',
	'obs-top inspect stages.ts',
	'obs-top log',
	'obs-top recordings --json',
	'obs-top --help',
	'obs-top --version',
];

const withFull = existsSync('/dev/full') ? test : test.skip;

for (const command of commands) {
	withFull(`P25: a full disk behind stdout is one line and exit code 3: ${command}`, async t => {
		isRefused(t, await run(`${command} > /dev/full`, folderOf(t)), /stdout: the disk is full/, command);
	});
}

test('P25: a stdout that cannot grow any more is reported, and its content not taken for the whole', async t => {
	const folder = folderOf(t);
	for (const command of ['obs-top events log', "obs-top query log --csv 'SELECT * FROM logs'", 'obs-top incidents log --json']) {
		const result = await run(`ulimit -f 1; ${command} > out`, folder);
		isRefused(t, result, /stdout: file size limit reached/, command);
		t.is(statSync(join(folder, 'out')).size, 1024);
	}
});

test('P25: an output that cannot be written is one line and exit code 3, and leaves nothing behind', async t => {
	const folder = folderOf(t);
	mkdirSync(join(folder, 'folder.csv'));
	symlinkSync('loop', join(folder, 'loop'));
	const before = readdirSync(folder);
	for (const ending of ['csv', 'parquet']) {
		for (const [path, why] of [
			['none/out', /no such folder/],
			['log/out', /part of the path is not a directory/],
			['loop/out', /too many symbolic links/],
			['x'.repeat(300), /the name is too long/],
		] as const) {
			const script = `obs-top query log --output ${path}.${ending} 'SELECT * FROM logs'`;
			isRefused(t, await run(script, folder), why, script);
		}
		const script = `ulimit -f 1; obs-top query log --output out.${ending} 'SELECT * FROM logs'`;
		isRefused(t, await run(script, folder), /file size limit reached/, script);
	}
	const onFolder = "obs-top query log --output folder.csv 'SELECT * FROM logs'";
	isRefused(t, await run(onFolder, folder), /folder\.csv: can't be written/, onFolder);
	t.deepEqual(readdirSync(folder), before);
});

test('P25: unreadable sources, too, are one line with every command', async t => {
	const folder = folderOf(t);
	symlinkSync('loop', join(folder, 'loop'));
	mkdirSync(join(folder, 'folder'));
	const paths: ReadonlyArray<readonly [path: string, why: RegExp]> = [
		['loop', /loop: too many symbolic links/],
		['folder', /folder: is a directory/],
		['log/x', /log\/x: part of the path is not a directory/],
		['x'.repeat(300), /x: the name is too long/],
		...(existsSync('/proc/self/mem') ? [['/proc/self/mem', /mem: input\/output error/] as const] : []),
	];
	for (const [path, why] of paths) {
		for (const script of [
			`obs-top health ${path}`,
			`obs-top health log --baseline ${path}`,
			`obs-top events --file ${path}`,
			`obs-top incidents ${path}`,
			`obs-top query ${path} 'SELECT 1'`,
			`obs-top inspect ${path}`,
			`obs-top --file ${path}`,
		]) {
			const result = await run(script, folder);
			isRefused(t, result, why, script);
			t.is(result.stdout, '');
		}
	}
	for (const [module, why] of [
		['./none.ts', /none\.ts: no such module/],
		['./folder.ts', /folder\.ts: not a file/],
		['./loop.ts', /loop\.ts: too many symbolic links/],
	] as const) {
		const script = `mkdir -p folder.ts; ln -sfn loop.ts loop.ts; obs-top inspect ${module}`;
		isRefused(t, await run(script, folder), why, script);
	}
});

test('P25: an unreadable stdin is one line', async t => {
	const folder = folderOf(t);
	mkdirSync(join(folder, 'folder'));
	for (const command of ['health', 'events', 'incidents', "query 'SELECT 1'"]) {
		const onFolder = `obs-top ${command} < folder`;
		isRefused(t, await run(onFolder, folder), /stdin: is a directory/, onFolder);
		const onOutput = `obs-top ${command} 0> written`;
		isRefused(t, await run(onOutput, folder), /stdin: is not open for reading/, onOutput);
	}
});

test('P25: without a folder for temporary files, whatever needs none works, and the rest is one line', async t => {
	const folder = folderOf(t);
	const nowhere = {TMPDIR: join(folder, 'nowhere'), HOME: join(folder, 'nowhere'), XDG_CACHE_HOME: join(folder, 'nowhere')};
	for (const [script, exitCode] of [
		['obs-top health log', 1],
		['obs-top health -- cat log', 1],
		['obs-top events log component=sink', 0],
		['obs-top log', 0],
	] as const) {
		const result = await run(script, folder, nowhere);
		t.deepEqual([result.stderr, result.exitCode], ['', exitCode], script);
	}
	const query = "obs-top query log 'SELECT 1'";
	isRefused(t, await run(query, folder, nowhere), /can't create a temporary file: \S+: no such folder/, query);
	for (const script of ['cat log | obs-top incidents', 'obs-top incidents -- cat log']) {
		const {stdout, stderr, exitCode} = await run(script, folder, nowhere);
		t.regex(stdout, /circuit db opened/);
		t.regex(stderr, /^obs-top: evidence lines are missing: no temporary file can be created \(set TMPDIR [^\n]+\)$/);
		t.is(exitCode, 0);
	}
});

test('P25: a query without room for its temporary files is one line', async t => {
	const folder = folderOf(t);
	const script = "ulimit -f 4096; obs-top query log 'SELECT a.raw, b.raw FROM logs a, logs b ORDER BY a.line + b.line, a.raw'";
	const {stderr, exitCode} = await run(script, folder);
	t.regex(stderr, /^obs-top: query: a temporary file can't be written: file size limit reached \(set TMPDIR [^\n]+\)$/);
	t.is(exitCode, 3);
});

test('P25: a working directory that no longer exists is one line', async t => {
	const folder = folderOf(t);
	for (const command of ['health', 'events', 'incidents', 'inspect', '']) {
		const script = `mkdir gone; cd gone; rmdir ../gone; obs-top ${command} ../log`;
		isRefused(t, await run(script, folder), /the working directory is gone/, script);
	}
	const help = await run('mkdir gone; cd gone; rmdir ../gone; obs-top --help', folder);
	t.deepEqual([help.stderr, help.exitCode], ['', 0]);
});

(process.platform === 'linux' ? test : test.skip)('P25: with few files that may be open all works, or one line says it', async t => {
	const folder = folderOf(t);
	let refused = 0;
	for (const limit of [22, 25, 28]) {
		for (const command of ['obs-top health log', 'obs-top events log', "obs-top query log 'SELECT 1'", 'obs-top incidents -- cat log']) {
			const {stderr, exitCode = -1} = await run(`ulimit -n ${limit}; ${command}`, folder);
			t.true([0, 1, 3, 126].includes(exitCode), `${limit}: ${command}: ${exitCode} ${stderr}`);
			t.regex(
				stderr,
				exitCode < 3 ? /^(?:obs-top: (?:some )?evidence lines are missing[^\n]+)?$/ : /^obs-top: [^\n]+: too many open files \([^\n]+\)$/,
			);
			refused += Number(exitCode >= 3);
		}
	}
	t.log(`${refused} refused`);
});

const canInject = spawnSync('strace', ['-f', '-qq', '-e', 'inject=pread64:error=EIO:when=999', 'true']).status === 0;

(canInject ? test : test.skip)('R9: what comes before an unreadable part of a disk counts, and the user is told', async t => {
	const folder = folderOf(t);
	const log = join(folder, 'log');
	const failing = `strace -f -qq -o /dev/null -P ${log} -e trace=pread64 -e inject=pread64:error=EIO:when=3+`;
	for (const command of ['health', 'incidents', 'inspect']) {
		const script = `${failing} obs-top ${command} ${log}`;
		const result = await run(script, folder);
		// The line that the disk cut off is told of, too.
		const told = result.stderr.split('\n').filter(line => !/^obs-top: line \d+ was not understood: /.test(line));
		isRefused(
			t,
			{...result, stderr: told.join('\n')},
			/log: input\/output error \(check the disk\): everything before that was read/,
			script,
		);
		t.true(result.stdout.length > 0);
	}
	const {stdout} = await run(`${failing} obs-top health ${log}`, folder);
	const {bytes, lines: count} = JSON.parse(stdout).source;
	t.true(bytes > 0 && bytes < content.length);
	t.is(count, content.slice(0, bytes).split('\n').length - Number(content[bytes - 1] === '\n'));
});

test.serial('P25: what the system refuses to the screen is one line, and no file is left', async t => {
	const folder = folderOf(t);
	for (const [argv, why] of [
		[['--record', 'log/out', '--', 'cat', 'log'], /recording \S+out: part of the path is not a directory/],
		[['--record', `${'x'.repeat(300)}`, '--', 'cat', 'log'], /recording \S+: the name is too long/],
		...(existsSync('/proc/self')
			? [[['--record', '/proc/x/out', '--', 'cat', 'log'], /recording \/proc\/x\/out: no such folder/] as const]
			: []),
		[['loop'], /loop: no such file/],
	] as const) {
		const terminal = startInTerminal([...obsTop, ...argv], {cwd: folder, columns: 500});
		const exitCode = await terminal.exited;
		const said = (await terminal.screen()).filter(row => row !== '');
		t.is(exitCode, 3, said.join('\n'));
		t.is(said.length, 1, said.join('\n'));
		t.regex(said[0] ?? '', new RegExp(`^obs-top: .*${why.source}.* \\(.+\\)`));
	}
	t.deepEqual(readdirSync(folder).toSorted(), ['log', 'stages.ts']);
	t.is(readFileSync(join(folder, 'log'), 'utf8'), content);
});

test.serial('P25: an export of lines or rows without enough room is reported on the screen, and leaves no file', async t => {
	const folder = folderOf(t);
	const script = 'ulimit -f 16; exec "$0" "$1" log';
	const terminal = startInTerminal(['bash', '-c', script, ...obsTop], {cwd: folder, columns: 200, rows: 40});
	await terminal.until(/2.001 lines/);
	terminal.press('x');
	await terminal.until(/obs-top-export\.jsonl/);
	terminal.press('\r');
	await terminal.until(/obs-top-export\.jsonl: file size limit reached \(/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT * FROM logs\r');
	await terminal.until(/2.001 rows/);
	terminal.press('x');
	await terminal.until(/export to result\.csv/);
	terminal.press('\r');
	await terminal.until(/result\.csv: file size limit reached \(/);
	terminal.press('\x1Bq');
	t.deepEqual(readdirSync(folder).toSorted(), ['log', 'stages.ts']);
});
