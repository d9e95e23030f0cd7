import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {canHang, hungMount, startedBy, waitsForDisk} from '../helpers/hung-mount.ts';
import {endAll, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll); // not after each test: others are running

const night = 'test/fixtures/last-night.jsonl';
const pipeline = [
	'--',
	'sh',
	'-c',
	'while :; do echo \'{"component":"ingest","event":"stage_completed","elapsedMs":1}\'; sleep 1000; done',
];

/** What a thread waits for forever. */
const waits: ReadonlyArray<readonly [string, (hung: string) => readonly string[]]> = [
	['a log', hung => [join(hung, 'log')]],
	['a followed log', hung => ['--follow', join(hung, 'log')]],
	['the folder of the recording', hung => ['--record', join(hung, 'recording'), ...pipeline]],
];

const isTakenOver = (terminal: RealTerminal) => terminal.until(() => terminal.emulator.buffer.active.type === 'alternate');

async function checkEnds(t: ExecutionContext, terminal: RealTerminal, code: number): Promise<void> {
	t.is(await terminal.exited, code);
	t.is(terminal.emulator.buffer.active.type, 'normal');
}

for (const [what, argvOf] of waits) {
	(canHang ? test : test.skip)(
		`P26: q and SIGTERM end the screen while a thread waits for ${what} on a disk that never answers`,
		async t => {
			const {hung, beside} = hungMount(t);
			const start = () => startInTerminal([...beside, ...obsTop, ...argvOf(hung)]);
			const [quit, signalled] = [start(), start()];
			await Promise.all([isTakenOver(quit), isTakenOver(signalled)]);
			quit.press('q');
			process.kill(startedBy(signalled.pid), 'SIGTERM');
			await checkEnds(t, quit, 0);
			await checkEnds(t, signalled, 143);
		},
	);
}

(canHang ? test : test.skip)('P26: q ends the picker while it waits for a folder that never responds', async t => {
	const {hung, beside} = hungMount(t);
	const terminal = startInTerminal([...beside, ...obsTop], {cwd: join(hung, '..')});
	await terminal.until(/looking for logs/);
	terminal.press('q');
	await checkEnds(t, terminal, 0);
});

/** The main thread waits, before there is a screen or without one. */
const early: ReadonlyArray<readonly [string, (hung: string) => readonly string[]]> = [
	['the screen with --keep and a recording path', hung => ['--keep', '--record', join(hung, 'recording'), ...pipeline]],
	['the screen that records in the state folder', () => pipeline],
	['the screen with a baseline', hung => ['--baseline', join(hung, 'log'), '--file', night]],
	['query', hung => ['query', '--file', join(hung, 'log'), 'SELECT count(*)']],
	['health', hung => ['health', '--file', join(hung, 'log')]],
	['events of several files', hung => ['events', '--file', night, '--file', join(hung, 'log')]],
	['incidents with a config', hung => ['incidents', '--config', join(hung, 'config'), '--file', night]],
];

for (const [what, argvOf] of early) {
	(canHang ? test : test.skip)(`P26: SIGTERM ends ${what} while it waits for a disk that never answers`, async t => {
		const {hung, beside} = hungMount(t);
		const terminal = startInTerminal([...beside, ...obsTop, ...argvOf(hung)], {environment: {XDG_STATE_HOME: hung}});
		await eventually(() => waitsForDisk(startedBy(terminal.pid)), 'it waits');
		process.kill(startedBy(terminal.pid), 'SIGTERM');
		t.is(await terminal.exited, 143);
	});
}

test('P26: q and SIGTERM end the screen while a thread waits for the writer of a pipe', async t => {
	const fifo = join(tempFolder(t), 'fifo');
	execFileSync('mkfifo', [fifo]);
	const [quit, signalled] = [startInTerminal([...obsTop, fifo]), startInTerminal([...obsTop, fifo])];
	await Promise.all([isTakenOver(quit), isTakenOver(signalled)]);
	quit.press('q');
	signalled.kill('SIGTERM');
	await checkEnds(t, quit, 0);
	await checkEnds(t, signalled, 143);
});
