import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import {Segment} from '../../src/history/recording/segment.ts';
import {identityOfProcess} from '../../src/processes/identity.ts';
import {eventually} from '../helpers/eventually.ts';
import {numberIn, producer} from '../helpers/producer.ts';
import {endAll, isAlive, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll);

type Listed = {
	readonly path: string;
	readonly source: string;
	readonly isRunning: boolean | null;
	readonly bytes: number;
	readonly files: readonly string[];
};
type Answer = {readonly folder: string; readonly recordings: readonly Listed[]; readonly removed: readonly Listed[]};

function place(t: ExecutionContext) {
	const folder = tempFolder(t);
	const environment = {XDG_STATE_HOME: join(folder, 'state')};
	const [file = '', ...program] = obsTop;
	const run = (...argv: readonly string[]) => execa(file, [...program, 'recordings', ...argv], {env: environment});
	t.teardown(() => {
		const pid = numberIn(folder, 'pid');
		if (isAlive(pid)) {
			process.kill(pid, 'SIGKILL');
		}
	});
	return {
		folder,
		state: join(folder, 'state/obs-top'),
		environment,
		run,
		list: async (...argv: readonly string[]): Promise<Answer> => JSON.parse((await run('--json', ...argv)).stdout),
		start: (options: readonly string[]) =>
			startInTerminal([...obsTop, ...options, '--', ...producer(folder, 'burst')], {environment, columns: 200}),
	};
}

test('a recording is listed as running while it is written, and as ended afterwards', async t => {
	const {folder, state, run, list, start} = place(t);
	t.deepEqual((await list()).recordings, []);
	t.false(existsSync(state));
	const terminal = start([]);
	await terminal.until(/ingest +█/);
	const [running] = (await list()).recordings;
	t.like(running, {isRunning: true, source: producer(folder, 'burst').join(' ')});
	t.deepEqual(running?.files, [running?.path ?? '']);
	terminal.press('q');
	await terminal.exited;
	const {recordings} = await list();
	t.deepEqual(
		recordings.map(({path, isRunning}) => [path, isRunning]),
		[[running?.path, false]],
	);
	const {stdout, stderr} = await run();
	t.regex(stdout, /^AGE +WRITTEN +SIZE +STATE +PATH +SOURCE\n\S+ +\S+ +[\d.]+ [KM]?B +ended +\S+\.jsonl +\S+node/);
	t.regex(stderr, /^obs-top: 1 recording \([\d.]+ [KM]?B\) in \S+ \(limits: 50 recordings, 4 GB, 30 days after the last line\)$/);
});

test('a kept pipeline’s recording is running as long as its keeper is', async t => {
	const {folder, list, start} = place(t);
	const terminal = start(['--keep']);
	await terminal.until(/ingest +█/);
	terminal.press('q');
	await terminal.exited;
	t.is((await list()).recordings[0]?.isRunning, true);
	writeFileSync(join(folder, 'enough'), '');
	await eventually(async () => (await list()).recordings[0]?.isRunning === false, 'its keeper has ended');
});

/** A recording of one line, by a process that has ended. */
async function recordings(t: ExecutionContext, folder: string, count: number): Promise<void> {
	const child = spawn('sleep', ['1000'], {stdio: 'ignore'});
	const holders = [identityOfProcess(child.pid)];
	child.kill('SIGKILL');
	await once(child, 'exit');
	mkdirSync(folder, {recursive: true, mode: 0o700});
	for (let index = 0; index < count; index++) {
		const name = `recording-${String(index).padStart(3, '0')}.jsonl`;
		const segment = Segment.create(join(folder, name), 0, {...createRecordingMark(`made ${index}`), holders}, name);
		await segment.append(Buffer.from('{}\n'), '');
		segment.close();
		utimesSync(join(folder, name), 1e9 + index, 1e9 + index);
	}
	t.is(readdirSync(folder).length, 2 * count);
}

test('recordings --prune removes what exceeds the limits and says so; after that nothing exceeds them', async t => {
	const {state, run, list} = place(t);
	await recordings(t, state, 3); // all from 2001
	writeFileSync(join(state, 'recording-2020.jsonl'), 'mine\n');
	const {stdout, stderr} = await run('--prune');
	t.is(stdout.trim().split('\n').length, 4);
	t.regex(
		stderr,
		/^obs-top: removed 3 recordings \(.+\); no recordings left in .+\nobs-top: left alone: 1 file in .+ that belongs to no recording$/,
	);
	t.deepEqual(readdirSync(state), ['recording-2020.jsonl']);
	t.deepEqual((await list('--prune')).removed, []);
});

test('starting a recording removes old ones, except those in use', async t => {
	const {state, list, start} = place(t);
	await recordings(t, state, 3); // all from 2001
	const terminal = start([]);
	await terminal.until(/ingest +█/);
	await eventually(async () => (await list()).recordings.length === 1, 'the old ones are gone');
	t.true((await list()).recordings[0]?.isRunning);
	terminal.press('q');
	await terminal.exited;
});

test('a recording that ends immediately has removed old ones too', async t => {
	const {state, environment, list} = place(t);
	await recordings(t, state, 2);
	const terminal = startInTerminal(['sh', '-c', `echo '{}' | '${obsTop.join("' '")}'`], {environment});
	terminal.press('q');
	await terminal.exited;
	t.is((await list()).recordings.length, 1);
});

test('a refused run leaves no recording, and leaves what is in its way', async t => {
	const refused = [
		{argv: ['--record', 'x', '--', 'no-such-command'], code: 127},
		{argv: ['--record', 'x', '--keep', '--', 'no-such-command'], code: 127},
		{argv: ['--record', 'x', '--baseline', 'none', '--', 'true'], code: 3},
		{argv: ['--record', 'x', '--', 'true'], code: 2, taken: 'x.times'},
		{argv: ['--record', 'x', '--keep', '--', 'true'], code: 2, taken: 'x.times'},
		{argv: ['--record', 'x', '--', 'true'], code: 2, taken: 'x'},
	];
	for (const {argv, code, taken} of refused) {
		const cwd = tempFolder(t);
		if (taken !== undefined) {
			writeFileSync(join(cwd, taken), '');
		}
		t.is(await startInTerminal([...obsTop, ...argv], {cwd}).exited, code, argv.join(' '));
		t.deepEqual(readdirSync(cwd), taken === undefined ? [] : [taken]);
	}
});
