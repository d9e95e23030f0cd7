import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {obsTop} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const run = promisify(execFile);
const [node = '', program = ''] = obsTop;
const night = 'test/fixtures/last-night.jsonl';
// 11 days for each optimised function
const endlessCompiler = ['--invocation-count-for-turbofan=50', '--concurrent-recompilation-delay=1000000000'];
const environment = {env: {...process.env, NODE_DISABLE_COMPILE_CACHE: '1'}, maxBuffer: 1e8};

async function checkEnds(t: ExecutionContext, argv: readonly string[]): Promise<void> {
	const told = await endOf([program, ...argv]);
	t.not(told.stdout, '');
	t.deepEqual(await endOf([...endlessCompiler, program, ...argv]), told);
}

/** What it printed, and its exit code: 1 for `health`, as the night ends in an incident. */
async function endOf(argv: readonly string[]): Promise<{readonly stdout: string; readonly code: number}> {
	return run(node, argv, environment).then(
		({stdout}) => ({stdout, code: 0}),
		({stdout, code}) => ({stdout, code}),
	);
}

for (const argv of [
	['health', '--file', night],
	['events', '--file', night, '--level', 'error'],
	['incidents', '--json', '--file', night],
	['query', '--file', night, 'SELECT count(*)'],
	['inspect', '--json', '--file', night],
]) {
	test(`P27: ${argv[0]} ends even if a V8 compile thread never does, with the same answer`, t => checkEnds(t, argv));
}

for (const argv of [
	['health', '--threads', '2'],
	['events', '--threads', '2', '--level', 'error'],
]) {
	test(`P27: so does ${argv[0]} when several threads read a large file`, t => {
		const path = join(tempFolder(t), 'large.jsonl');
		const lines = readFileSync(night);
		const leastBytes = 64 * 1024 * 1024; // from this size on `health` uses more than one thread
		for (let written = 0; written <= leastBytes; written += lines.length) {
			writeFileSync(path, lines, {flag: 'a'});
		}
		return checkEnds(t, [...argv, '--file', path]);
	});
}

test('P27: a process that still waits for one of its descriptors ends too, whatever a thread of it does', async t => {
	const folder = tempFolder(t);
	const [fifo, main] = [join(folder, 'fifo'), join(folder, 'main.mjs')];
	await run('mkfifo', [fifo]);
	const thread = `const {parentPort, workerData} = require('node:worker_threads');
		parentPort.postMessage('opens');
		require('node:fs').openSync(workerData); // nobody ever writes to it`;
	writeFileSync(
		main,
		`import {Worker} from 'node:worker_threads';
		import {endProcess} from ${JSON.stringify(resolve('src/end-process.ts'))};
		process.stdin.resume();
		new Worker(${JSON.stringify(thread)}, {eval: true, workerData: ${JSON.stringify(fifo)}}).once('message', () => endProcess(3));`,
	);
	const child = spawn(node, [main], {stdio: ['pipe', 'ignore', 'inherit']});
	t.teardown(() => child.kill('SIGKILL'));
	t.deepEqual(await once(child, 'exit'), [3, null]);
});

const testOfPipes = existsSync('/proc/self/fdinfo') ? test : test.skip;
const flags = 'grep flags /proc/$$/fdinfo/0 /proc/$$/fdinfo/1 >&2';

function checkFlags(t: ExecutionContext, told: string): void {
	const [stdinBefore, stdoutBefore, ...after] = told.trim().split('\n');
	t.deepEqual(after, [stdinBefore, stdoutBefore]);
	t.regex(String(stdinBefore), /flags:\s+0+$/); // a pipe to read from, without O_NONBLOCK
}

testOfPipes('P27: a command leaves a pipe as it found it for those it shares it with: what blocked before still blocks', async t => {
	const {stderr} = await run('sh', ['-c', `cat ${night} | sh -c '${flags}; "$0" "$@"; ${flags}' ${node} ${program} health | cat`]);
	checkFlags(t, stderr);
});

testOfPipes('P27: the same holds if the command was killed in the middle of its output', async t => {
	const script = `sleep 1000 | sh -c '${flags}; "$0" "$@"; ${flags}' ${node} ${program} events --follow --file ${night} | cat`;
	const shells = spawn('sh', ['-c', script], {stdio: ['ignore', 'pipe', 'pipe'], detached: true});
	t.teardown(() => process.kill(-(shells.pid ?? 0), 'SIGKILL'));
	let told = '';
	shells.stderr.setEncoding('utf8').on('data', text => {
		told += text;
	});
	await once(shells.stdout, 'data');
	const group = readdirSync('/proc').filter(pid => /^\d+$/.test(pid) && isIn(pid, shells.pid));
	const [command = ''] = group.filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith(`${node}\0${program}`));
	process.kill(Number(command), 'SIGTERM');
	await eventually(() => told.split('\n').length > 4);
	checkFlags(t, told.replaceAll(/^.*Terminated.*$\n/gm, ''));
});

/** Whether any process is left in a group. */
function isIn(pid: string, group: number | undefined): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(group);
	} catch {
		return false; // it has ended
	}
}
