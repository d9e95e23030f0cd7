import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {eventually} from '../helpers/eventually.ts';
import {endAll, isAlive, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll);

const line = '{"component":"ingest","event":"stage_completed","recordsOut":1,"elapsedMs":1}';

/** Writes its process id to a file in a folder, and ignores every signal until it is killed. */
const stubborn = (folder: string, name: string): string => `sh -c 'trap "" TERM; echo $$ > ${folder}/${name}; exec sleep 1000'`;

const pidIn = (folder: string, name: string): number => {
	const path = join(folder, name);
	return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
};

/** A pipeline that is ended after the test if it is still alive. */
function pipeline(t: ExecutionContext, names: readonly string[], script: (folder: string) => string) {
	const folder = tempFolder(t);
	const pids = () => names.map(name => pidIn(folder, name));
	t.teardown(() => {
		for (const pid of pids().filter(each => each > 0 && isAlive(each))) {
			process.kill(pid, 'SIGKILL');
		}
	});
	return {
		folder,
		pids,
		command: ['--', 'sh', '-c', script(folder)],
		run: () => eventually(() => pids().every(pid => pid > 0), 'all run'),
		gone: () => eventually(() => !pids().some(isAlive), `none of ${pids().join(', ')} lives`),
	};
}

const quoted = (words: readonly string[]): string => words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

const start = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
	const [file = '', ...program] = obsTop;
	return execa(file, [...program, ...argv], {reject: false, stdin: 'ignore', env});
};

const commands: ReadonlyArray<readonly [string, readonly string[]]> = [
	['health', ['health']],
	['incidents', ['incidents']],
	['events', ['events']],
	['inspect', ['inspect']],
	['query', ['query', 'SELECT count(*) FROM logs']],
	['no terminal', []],
];
for (const [name, argv] of commands) {
	test(`P8: if ${name} is ended by a signal, its pipeline ends too, even if it ignores SIGTERM; nothing is said about half a log, and no folder is left`, async t => {
		const {command, run, gone} = pipeline(t, ['a'], folder => `echo '${line}'; ${stubborn(folder, 'a')}`);
		const temporary = tempFolder(t);
		const child = start([...argv, ...command], {TMPDIR: temporary});
		await run();
		child.kill('SIGTERM');
		const {signal, stdout} = await child;
		t.deepEqual(
			readdirSync(temporary).filter(each => !each.startsWith('code-of-')),
			[],
		);
		t.is(signal, 'SIGTERM');
		t.is(stdout, name === 'events' ? line : '');
		await gone();
	});
}

test('P8: health ends what its pipeline leaves behind', async t => {
	const {command, gone} = pipeline(
		t,
		['a'],
		folder =>
			`mkfifo ${folder}/go; sh -c 'trap "" TERM; echo $$ > ${folder}/a; echo > ${folder}/go; exec sleep 1000' > /dev/null 2>&1 & read go < ${folder}/go; echo '${line}'`,
	);
	const {exitCode, stdout} = await start(['health', ...command]);
	t.is(exitCode, 0);
	t.is(JSON.parse(stdout).source.events, 1);
	await gone();
});

test('P8: when its reader goes away, events ends with its pipeline, even if that ignores SIGTERM', async t => {
	const {folder, gone} = pipeline(t, ['a'], () => '');
	const script = `trap "" TERM; echo $$ > ${folder}/a; while :; do echo '${line}'; done`;
	t.is(execFileSync('sh', ['-c', `${quoted([...obsTop, 'events', '--', 'sh', '-c', script])} | head -1`], {encoding: 'utf8'}), `${line}\n`);
	await gone();
});

/** Each in its own session and group; the first ignores SIGTERM. */
const apart = (folder: string) =>
	`setsid ${stubborn(folder, 'session')} & python3 -c 'import os; os.setpgid(0, 0); open("${folder}/group", "w").write(str(os.getpid())); os.execvp("sleep", ["sleep", "1000"])' & echo '${line}'; wait`;

test('P8: a grandchild in its own session or group ends with health', async t => {
	const {command, run, gone} = pipeline(t, ['session', 'group'], apart);
	const child = start(['health', ...command]);
	await run();
	child.kill('SIGTERM');
	t.is((await child).signal, 'SIGTERM');
	await gone();
});

test('P8: a grandchild in its own session or group ends with the screen', async t => {
	const {command, run, gone} = pipeline(t, ['session', 'group'], apart);
	const terminal = startInTerminal([...obsTop, '--no-record', ...command]);
	await terminal.until(/ingest/);
	await run();
	terminal.press('q');
	t.is(await terminal.exited, 0);
	await gone();
});

/** Its parent ends first, so no process of the pipeline is above it. */
const daemon = (folder: string) =>
	`mkfifo ${folder}/go; (setsid sh -c 'echo $$ > ${folder}/a; echo > ${folder}/go; exec sleep 1000' > /dev/null 2>&1 &); read go < ${folder}/go; echo '${line}'`;

test('P8: a process that left the pipeline, in its own session and without a parent, is named and survives', async t => {
	const {command, pids} = pipeline(t, ['a'], daemon);
	const {stderr} = await start(['health', ...command]);
	const [pid = 0] = pids();
	t.is(stderr, `obs-top: still running in its own session: process ${pid} (sleep) (kill ${pid} to end it)`);
	t.true(isAlive(pid));
});

test('P8: a process that left the pipeline is named on the normal screen', async t => {
	const {command, pids} = pipeline(t, ['a'], folder => `${daemon(folder)}; sleep 1000`);
	const terminal = startInTerminal([...obsTop, '--no-record', ...command], {columns: 200});
	await terminal.until(/ingest/);
	terminal.press('q');
	await terminal.exited;
	const [pid = 0] = pids();
	t.regex((await terminal.screen()).join(''), new RegExp(`^obs-top: still running in its own session: process ${pid} \\(sleep\\)`));
	t.true(isAlive(pid));
});

test('P8: processes left by the pipeline of an obs-top within a pipeline are known to both', async t => {
	const {folder, pids} = pipeline(t, ['a'], () => '');
	const {stderr, stdout} = await start(['events', '--', 'sh', '-c', quoted([...obsTop, 'events', '--', 'sh', '-c', daemon(folder)])]);
	const [pid = 0] = pids();
	t.true(stderr.includes(`process ${pid} (sleep)`), stderr);
	t.true(stdout.includes(`process ${pid} (sleep)`), stdout);
});

test('P8: a pid that belongs to another process by the time the screen ends is left alone', async t => {
	const folder = tempFolder(t);
	const isolated = ['unshare', '-pmf', 'sh', '-c'];
	const inside = (command: string) => `mount -t proc none /proc && ${command}`;
	try {
		execFileSync('unshare', [...isolated.slice(1), inside('echo 1000 > /proc/sys/kernel/ns_last_pid')], {stdio: 'ignore'});
	} catch {
		t.pass('pids can’t be chosen here');
		return;
	}
	// On request, a process takes the pid of the ended pipeline, and leads a session and a group as that did.
	writeFileSync(
		join(folder, 'run.sh'),
		`mkfifo ${folder}/now
(read now < ${folder}/now; echo $(($(cat ${folder}/pid) - 1)) > /proc/sys/kernel/ns_last_pid
setsid sh -c 'echo $$ > ${folder}/other; exec sleep 1000' & wait) &
${quoted([...obsTop, '--no-record', '--', 'sh', '-c', `echo $$ > ${folder}/pid; echo '${line}'`])}
kill -0 $(cat ${folder}/other) && echo alive > ${folder}/verdict || echo ended > ${folder}/verdict
`,
	);
	const terminal = startInTerminal([...isolated, inside(`exec sh ${folder}/run.sh`)]);
	await terminal.until(/exited 0/);
	writeFileSync(join(folder, 'now'), '\n');
	await eventually(() => pidIn(folder, 'other') > 0, 'the pid is in use again');
	t.is(pidIn(folder, 'other'), pidIn(folder, 'pid'));
	terminal.press('q');
	await terminal.exited;
	t.is(readFileSync(join(folder, 'verdict'), 'utf8'), 'alive\n');
});

const [nobody, setpriv] = [65_533, '/usr/bin/setpriv'];
const asRoot = process.geteuid?.() === 0 && existsSync(setpriv) ? test : test.skip;

asRoot('P8: a process that cannot be ended, because it has become another user’s, is named', async t => {
	const folder = tempFolder(t);
	chmodSync(folder, 0o777);
	copyFileSync(setpriv, join(folder, 'setpriv'));
	chmodSync(join(folder, 'setpriv'), 0o4755);
	const script = `echo '${line}'; '${folder}/setpriv' --reuid 0 sh -c 'echo $$ > ${folder}/a; exec sleep 1000'`;
	const [file = '', ...program] = obsTop;
	const child = execa(file, [...program, 'health', '--', 'sh', '-c', script], {
		uid: nobody,
		gid: nobody,
		env: {HOME: folder, TMPDIR: folder},
		reject: false,
		stdin: 'ignore',
	});
	await eventually(() => pidIn(folder, 'a') > 0, 'it runs');
	const pid = pidIn(folder, 'a');
	t.teardown(() => process.kill(pid, 'SIGKILL'));
	child.kill('SIGTERM');
	t.regex((await child).stderr, new RegExp(`^obs-top: can't end process ${pid} \\(sleep\\) `));
	t.true(isAlive(pid));
});

test('P8: the command of an alert ends with the screen, even if it ignores SIGTERM', async t => {
	const {folder, pids, gone} = pipeline(t, ['a'], () => '');
	const script = join(folder, 'notify.sh');
	writeFileSync(script, `#!/bin/sh\ntrap '' TERM\necho $$ > '${folder}/a'\nexec sleep 1000\n`, {mode: 0o755});
	// An alert is evaluated at the end of a second of event time, once the next has begun.
	const lines = ['00', '01', '02'].map(second =>
		JSON.stringify({timestamp: `2024-01-15T22:00:${second}Z`, event: 'bad', component: 'ingest'}),
	);
	const rule = 'bad: count() > 0 where event=bad over 1s';
	const terminal = startInTerminal([
		...obsTop,
		'--no-record',
		'--alert',
		rule,
		'--on-alert',
		script,
		'--',
		'sh',
		'-c',
		`printf '%s\\n' ${quoted(lines)}; exec sleep 1000`,
	]);
	await eventually(() => pids().every(pid => pid > 0), 'the alert fired');
	terminal.press('q');
	t.is(await terminal.exited, 0);
	await gone();
});
