import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll); // not after each test: others are running

const night = 'test/fixtures/last-night.jsonl';
const testOfLinux = existsSync('/proc/self/net/tcp') ? test : test.skip;
// the usual port may be taken, and the debugger then stays closed
const environment = {NODE_OPTIONS: '--inspect-port=0'};
const sigusr1 = 0x200; // its bit in the signal masks of /proc/PID/status

const usr1IsCaught = (pid: number): boolean =>
	(Number.parseInt(/^SigCgt:\s*[\da-f]*([\da-f]{4})$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0', 16) & sigusr1) !== 0;

/** The ports at which a process listens. */
function portsOf(pid: number): readonly string[] {
	const sockets = readdirSync(`/proc/${pid}/fd`).map(fd => {
		try {
			return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
		} catch {
			return undefined; // closed in the meantime
		}
	});
	const listening = ['tcp', 'tcp6'].flatMap(table => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1));
	return listening
		.map(line => line.trim().split(/\s+/))
		.filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(inode))
		.map(([, address = '']) => address);
}

const descendantsOf = (pid: number): readonly number[] =>
	readdirSync(`/proc/${pid}/task`).flatMap(thread =>
		readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
			.trim()
			.split(' ')
			.filter(Boolean)
			.map(Number)
			.flatMap(child => [child, ...descendantsOf(child)]),
	);

const isOurs = (pid: number): boolean => /obs-top\.js|keeper\.mjs|sql-worker\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));

testOfLinux('S15: SIGUSR1 opens no debugger in the screen or in the processes it starts, and ends none of them', async t => {
	const pipeline = ['sh', '-c', `cat ${night}; sleep 1000`];
	const recording = join(tempFolder(t), 'recording.jsonl');
	const terminal = startInTerminal([...obsTop, '--keep', '--record', recording, '--', ...pipeline], {environment, columns: 120, rows: 36});
	await terminal.until(/2.056 lines/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT count(*)\r');
	await terminal.until(/1 row/);
	const ours = [terminal.pid, ...descendantsOf(terminal.pid)].filter(isOurs);
	t.is(ours.length, 3);
	for (const pid of ours) {
		process.kill(pid, 'SIGUSR1');
	}
	terminal.press('\x1B');
	await terminal.until(/Stages/); // it carries on
	t.deepEqual(ours.flatMap(portsOf), []);
	terminal.kill('SIGTERM');
	await terminal.exited;
});

testOfLinux('S15: a debugger that SIGUSR1 opened before obs-top could listen is closed again', async t => {
	// Whether Node gets to open one depends on when the signal comes.
	for (let tried = 0, opened = 0; opened === 0 && tried < 20; tried++) {
		opened += Number(await isOpenedAndClosed(t));
	}
});

async function isOpenedAndClosed(t: ExecutionContext): Promise<boolean> {
	const [file = '', ...argv] = obsTop;
	const child = spawn(file, [...argv, 'events', '--follow', '--file', night], {
		env: {...process.env, ...environment},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	t.teardown(() => child.kill('SIGKILL'));
	const {pid = 0} = child;
	let said = '';
	child.stderr.setEncoding('utf8').on('data', text => {
		said += text;
	});
	while (!usr1IsCaught(pid)) {
		// Node listens before any of our code runs.
	}
	child.kill('SIGUSR1');
	await once(child.stdout, 'data');
	const isOpened = said.includes('Debugger listening');
	await eventually(() => portsOf(pid).length === 0, 'no port is open');
	t.is(child.exitCode ?? child.signalCode, null);
	child.kill('SIGKILL');
	return isOpened;
}
