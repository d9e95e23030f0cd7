import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {numberIn, producer} from '../helpers/producer.ts';
import {endAll, isAlive, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll); // not after each test: others are running

const quoted = (words: readonly string[]): string => words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

test('P6: after SIGKILL, obs-top --reset restores the terminal', async t => {
	const terminal = startInTerminal([
		'/bin/sh',
		'-c',
		`stty sane ixon iutf8; before=$(stty -g); ${quoted([...obsTop, '--mouse', '--', ...producer(tempFolder(t), 'burst')])} & wait $!; fg 2>/dev/null; echo killed; ${quoted([...obsTop, '--reset'])}; [ "$before" = "$(stty -g)" ] && echo "same modes" || { echo "changed modes $before"; stty -g; }; read line; echo "read $line"`,
	]);
	const monitor = () => childrenOf(terminal.pid).find(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('obs-top.js'));
	await terminal.until(/ingest +█/);
	process.kill(monitor() ?? 0, 'SIGKILL');
	await terminal.until(/(?:same|changed) modes/);
	t.regex((await terminal.screen()).join('\n'), /same modes/);
	t.is(terminal.emulator.buffer.active.type, 'normal');
	t.deepEqual(
		[terminal.emulator.modes.bracketedPasteMode, terminal.emulator.modes.wraparoundMode, terminal.emulator.modes.mouseTrackingMode],
		[false, true, 'none'],
	);
	terminal.press('a line\r');
	await terminal.until(/read a line/);
});

test('P9, P22: killed by SIGKILL, obs-top leaves a recording of complete lines that can be replayed, and the pipeline ends at its next write', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'recording.jsonl');
	const terminal = startInTerminal([...obsTop, '--record', recording, '--', ...producer(folder, 'burst')]);
	await terminal.until(/ingest +█/);
	await eventually(() => existsSync(recording) && readFileSync(recording).length > 200_000, 'some lines are recorded');
	terminal.kill('SIGKILL');
	await terminal.exited;
	const pipeline = numberIn(folder, 'pid');
	await eventually(() => !isAlive(pipeline), 'the pipeline has ended');
	const text = readFileSync(recording, 'utf8');
	const whole = text.slice(0, text.lastIndexOf('\n')).split('\n');
	t.deepEqual(
		whole.map(line => JSON.parse(line).n),
		whole.map((_, index) => index),
	);
	const [file = '', ...arguments_] = obsTop;
	const health = JSON.parse(execFileSync(file, [...arguments_, 'health', '--file', recording], {encoding: 'utf8'}));
	t.true(JSON.stringify(health).includes('ingest'));
});

test('P21: a recording that cannot grow any more stops with its size, ends with a complete line, and the screen carries on', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'recording.jsonl');
	const terminal = startInTerminal(
		['/bin/sh', '-c', `ulimit -f 4096; exec ${quoted([...obsTop, '--record', recording, '--', ...producer(folder, 'burst')])}`],
		{columns: 200, rows: 45},
	);
	await terminal.until(/recording stopped: .+ bytes/);
	const eventsOn = async (): Promise<string> => /[\d ]+ lines/.exec((await terminal.screen()).join('\n'))?.[0] ?? '';
	const before = await eventsOn();
	await eventually(async () => (await eventsOn()) !== before, 'the count of events keeps rising');
	const [sizeBefore, text] = [readFileSync(recording).length, readFileSync(recording, 'utf8')];
	t.true(text.endsWith('}\n') && sizeBefore <= 4096 * 512);
	terminal.press('q');
	await eventually(() => !isAlive(terminal.pid), 'obs-top has ended');
});

test('P21: a full disk is reported as one', async t => {
	const folder = join(tempFolder(t), 'disk');
	mkdirSync(folder);
	const mounted = `mount -t tmpfs -o size=128k none '${folder}'`;
	try {
		execFileSync('unshare', ['-rm', 'sh', '-c', mounted], {stdio: 'ignore'});
	} catch {
		t.pass('no file system can be mounted here');
		return;
	}
	const program = quoted([...obsTop, '--record', join(folder, 'recording.jsonl'), '--', ...producer(join(folder, '..'), 'burst')]);
	const terminal = startInTerminal(['unshare', '-rm', 'sh', '-c', `${mounted}; exec ${program}`], {columns: 160, rows: 45});
	t.regex(await terminal.until(/recording stopped: /), /recording stopped: the disk is full \(R resumes; \d+ bytes/);
	terminal.press('q');
	await eventually(() => !isAlive(terminal.pid), 'obs-top has ended');
	await eventually(() => !isAlive(numberIn(join(folder, '..'), 'pid')), 'the pipeline has ended');
});

test('P21: once there is room again, R resumes recording in a new file and says how much is missing in between', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'recording.jsonl');
	const terminal = startInTerminal(
		['/bin/sh', '-c', `ulimit -Sf 4096; exec ${quoted([...obsTop, '--record', recording, '--', ...producer(folder, 'burst')])}`],
		{columns: 200, rows: 45},
	);
	await terminal.until(/recording stopped: .+ bytes/);
	execFileSync('prlimit', ['--pid', String(terminal.pid), '--fsize=unlimited']);
	terminal.press('R');
	const said = await terminal.until(/recording resumed \((nothing is|\d+ bytes are) missing\)/);
	await eventually(() => readFileSync(recording).length > 500_000, 'it goes on');
	terminal.press('q');
	await terminal.exited;
	const [first, second] = [numbersIn(join(folder, 'recording.1.jsonl')), numbersIn(recording)];
	for (const numbers of [first, second]) {
		const [start = 0] = numbers;
		t.deepEqual(
			numbers,
			numbers.map((_, index) => start + index),
		);
	}
	t.is(/nothing is missing/.test(said), second[0] === (first.at(-1) ?? 0) + 1);
	t.true(readFileSync(`${recording}.times`, 'utf8').split('\n')[1]?.startsWith('{"offset":0,'));
});

/** Without a last line that its pipeline didn't finish. */
const numbersIn = (path: string): readonly number[] =>
	readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line.endsWith('}'))
		.map(line => JSON.parse(line).n);

test('P8: when a screen ends, so do the children and grandchildren of its pipeline, including those in the background and those that ignore SIGTERM', async t => {
	const folder = tempFolder(t);
	const note = (name: string) => `echo $$ > ${folder}/${name}`;
	const script = `sh -c '${note('a')}; exec sleep 1000' | sh -c '${note('b')}; exec cat' & sh -c 'trap "" TERM; ${note('c')}; while :; do sleep 1000; done' & echo '{"component":"ingest","event":"stage_completed","recordsOut":1,"elapsedMs":1}'; wait`;
	const terminal = startInTerminal([...obsTop, '--no-record', '--', 'sh', '-c', script]);
	await terminal.until(/ingest/);
	await eventually(() => readdirSync(folder).length === 3, 'all run');
	const pids = ['a', 'b', 'c'].map(name => Number(readFileSync(join(folder, name), 'utf8')));
	terminal.kill('SIGTERM');
	t.is(await terminal.exited, 143);
	await eventually(() => !pids.some(isAlive), 'none lives');
});

test('P8: an obs-top too slow to end in time is killed by the signal itself, with the same exit code', async t => {
	const folder = tempFolder(t);
	const script = `trap "" TERM; echo $$ > ${folder}/a; echo '{"component":"ingest","event":"stage_completed","recordsOut":1,"elapsedMs":1}'; while :; do sleep 1000; done`;
	const environment = {NODE_OPTIONS: `--import=${fileURLToPath(new URL('../helpers/late-end.ts', import.meta.url))}`};
	const terminal = startInTerminal([...obsTop, '--no-record', '--', 'sh', '-c', script], {environment});
	await terminal.until(/ingest/);
	terminal.kill('SIGTERM');
	t.is(await terminal.exited, 143);
	await eventually(() => !isAlive(Number(readFileSync(join(folder, 'a'), 'utf8'))), 'the pipeline has ended');
});

function childrenOf(pid: number): readonly number[] {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
