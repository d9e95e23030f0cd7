import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {numberIn, producer} from '../helpers/producer.ts';
import {endAll, isAlive, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll);

type Kept = {readonly folder: string; readonly recording: string; readonly terminal: RealTerminal; readonly pipeline: number};

async function keep(t: ExecutionContext, options: readonly string[] = [], folder = tempFolder(t)): Promise<Kept> {
	const recording = join(folder, 'recording.jsonl');
	const terminal = startInTerminal([...obsTop, '--keep', '--record', recording, ...options, '--', ...producer(folder, 'torn')], {
		columns: 200,
	});
	t.teardown(() => {
		if (isAlive(numberIn(folder, 'pid'))) {
			process.kill(numberIn(folder, 'pid'), 'SIGKILL');
		}
	});
	await terminal.until(/ingest +█/);
	await eventually(() => numberIn(folder, 'n') > 500, 'some lines were written');
	return {folder, recording, terminal, pipeline: numberIn(folder, 'pid')};
}

/** More than a pipe holds, so somebody must have read it. */
async function goesOn({folder, pipeline}: Kept): Promise<void> {
	const before = numberIn(folder, 'n');
	await eventually(() => numberIn(folder, 'n') > before + 400, 'the pipeline goes on');
	if (!isAlive(pipeline)) {
		throw new Error('the pipeline has ended');
	}
}

/** Lets the pipeline end; its keeper then ends too. */
async function end({folder, recording, pipeline}: Kept): Promise<readonly number[]> {
	writeFileSync(join(folder, 'enough'), '');
	await eventually(() => !isAlive(pipeline), 'the pipeline has ended');
	await eventually(() => keeperOf(recording) === undefined, 'its keeper has ended');
	const lines = filesOf(recording).flatMap(path => readFileSync(path, 'utf8').trimEnd().split('\n'));
	return lines.map(line => JSON.parse(line).n);
}

/** The recording's own name and its numbers, oldest first. */
function filesOf(recording: string): readonly string[] {
	const numberOf = (name: string) => Number(/^recording\.(\d+)\.jsonl$/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
	return readdirSync(dirname(recording))
		.filter(name => /^recording(?:\.\d+)?\.jsonl$/.test(name))
		.sort((a, b) => numberOf(a) - numberOf(b))
		.map(name => join(dirname(recording), name));
}

function keeperOf(recording: string): number | undefined {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.find(pid => {
			try {
				const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
				return command.some(word => word.endsWith('keeper.mjs')) && command.includes(recording) && isAlive(pid);
			} catch {
				return false;
			}
		});
}

const quits: ReadonlyArray<readonly [string, (terminal: RealTerminal) => void]> = [
	['q', terminal => terminal.press('q')],
	['Ctrl-C', terminal => terminal.press('\x03')],
	['a terminal that hangs up', terminal => terminal.hangUp()],
];
for (const [name, quit] of quits) {
	test(`P10: --keep and ${name}: the pipeline continues into the recording, each line of both outputs once, none torn`, async t => {
		const kept = await keep(t);
		quit(kept.terminal);
		await eventually(() => !isAlive(kept.terminal.pid), 'obs-top has ended');
		await goesOn(kept);
		const numbers = await end(kept);
		const last = numberIn(kept.folder, 'n');
		t.deepEqual(
			numbers.toSorted((a, b) => a - b),
			Array.from({length: last + 1}, (_, n) => [n, n]).flat(),
		);
	});
}

test('P10: what was kept is reported on the normal screen, and can be watched again and ended', async t => {
	const kept = await keep(t);
	kept.terminal.press('q');
	t.is(await kept.terminal.exited, 0);
	const said = (await kept.terminal.screen()).join('');
	t.regex(said, new RegExp(`^obs-top: the pipeline \\(process ${kept.pipeline}\\) keeps running, recorded in ${kept.recording} \\(`));
	const [, watch = '', kill = ''] = /to watch it: (obs-top -f \S+); to end it: (kill -- -\d+)\)/.exec(said) ?? [];

	const again = startInTerminal([...obsTop, ...watch.split(' ').slice(1)], {columns: 200});
	const shown = await again.until(/ n=\d+/);
	await again.until(screen => screen !== shown && / n=\d+/.test(screen));
	again.press('q');
	await again.exited;

	execFileSync('sh', ['-c', kill]);
	await eventually(() => !isAlive(kept.pipeline) && keeperOf(kept.recording) === undefined, 'the pipeline and its keeper have ended');
});

test('P10: a pipeline that has ended is not kept: its code is the exit code, and nobody waits for it', async t => {
	const recording = join(tempFolder(t), 'recording.jsonl');
	const terminal = startInTerminal([...obsTop, '--keep', '--record', recording, '--', 'sh', '-c', 'echo {}; exit 7']);
	await terminal.until(/exited 7 {2,}\S/); // and not `exited 7, output still open`
	terminal.press('q');
	t.is(await terminal.exited, 7);
	t.deepEqual(
		(await terminal.screen()).filter(line => line !== ''),
		[],
	);
	await eventually(() => keeperOf(recording) === undefined, 'its keeper has ended');
	t.is(readFileSync(recording, 'utf8'), '{}\n');
});

test('P10: an existing recording is left as it is, and nothing is started', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'precious.jsonl');
	writeFileSync(recording, 'precious\n');
	const terminal = startInTerminal([...obsTop, '--keep', '--record', recording, '--', ...producer(folder, 'torn')], {columns: 200});
	t.is(await terminal.exited, 2);
	t.regex((await terminal.screen()).join(''), /^obs-top: recording .* already exists/);
	t.deepEqual(readdirSync(folder), ['precious.jsonl']);
	t.is(readFileSync(recording, 'utf8'), 'precious\n');
});

test('P10: --keep and SIGKILL: the pipeline continues into the recording all the same', async t => {
	const kept = await keep(t);
	kept.terminal.kill('SIGKILL');
	await kept.terminal.exited;
	await goesOn(kept);
	const size = () => filesOf(kept.recording).reduce((sum, path) => sum + readFileSync(path).length, 0);
	const before = size();
	await eventually(() => size() > before + 100_000, 'the recording grows');
	t.true(isAlive(kept.pipeline));
	process.kill(kept.pipeline, 'SIGKILL');
	await eventually(() => keeperOf(kept.recording) === undefined, 'its keeper has ended');
});

test('P10: what is kept takes no more than --record-max: the oldest lines go, including earlier ones', async t => {
	const kept = await keep(t, ['--record-max', '400KiB']);
	kept.terminal.press('q');
	await kept.terminal.exited;
	await eventually(() => numberIn(kept.folder, 'n') > 3000, 'more was written than is kept');
	const numbers = await end(kept);
	t.true((numbers[0] ?? 0) > 1000);
	t.is(numbers.at(-1), numberIn(kept.folder, 'n'));
	t.true(filesOf(kept.recording).reduce((sum, path) => sum + readFileSync(path).length, 0) < 600_000);
});

test('P10: files of the user with the names of a kept recording stay as they are, even if put there later', async t => {
	const folder = tempFolder(t);
	const own = (name: string) => join(folder, name);
	const others = ['recording.1.jsonl', 'recording.1.jsonl.times', 'recording.7.jsonl'];
	for (const name of others) {
		writeFileSync(own(name), `precious ${name}\n`);
	}
	const kept = await keep(t, ['--record-max', '200KiB'], folder); // of about 230 numbers
	kept.terminal.press('q');
	await kept.terminal.exited;
	const quitAt = numberIn(folder, 'n');
	await eventually(() => numberIn(folder, 'n') > quitAt + 300, 'more was written than is kept');
	// Put in its place at once, between two of the keeper's own files.
	await eventually(() => {
		try {
			renameSync(kept.recording, own('moved.jsonl'));
			writeFileSync(kept.recording, 'precious recording.jsonl\n', {flag: 'wx'});
			return true;
		} catch {
			return false;
		}
	}, 'it is put in the place of the recording');
	const moved = statSync(own('moved.jsonl')).ino;
	const before = numberIn(folder, 'n');
	await eventually(() => numberIn(folder, 'n') > before + 700, 'far more was written than is kept');
	writeFileSync(join(folder, 'enough'), '');
	await eventually(() => keeperOf(kept.recording) === undefined, 'its keeper has ended');
	for (const name of [...others, 'recording.jsonl']) {
		t.is(readFileSync(own(name), 'utf8'), `precious ${name}\n`);
	}
	t.is(statSync(own('moved.jsonl')).ino, moved);
	const ours = filesOf(kept.recording).filter(path => !readFileSync(path, 'utf8').startsWith('precious'));
	const last = ours.at(-1) ?? '';
	t.is(JSON.parse(readFileSync(last, 'utf8').trimEnd().split('\n').at(-1) ?? '').n, numberIn(folder, 'n'));
	// a busy machine may write as much again at once
	t.true(ours.reduce((sum, path) => sum + statSync(path).size, 0) < 600_000);
});

for (const [name, key, code] of [
	['q', 'q', 0],
	['Ctrl-C', '\x03', 130],
] as const) {
	test(`P10: a keeper that is killed is reported immediately; ${name} then asks, and the pipeline ends only on yes`, async t => {
		const kept = await keep(t);
		process.kill(keeperOf(kept.recording) ?? 0, 'SIGKILL');
		await kept.terminal.until(/not kept/);
		kept.terminal.press(key);
		await kept.terminal.until(/the pipeline is no longer kept: quitting ends it/);
		kept.terminal.press('n');
		await kept.terminal.until(screen => !screen.includes('no longer kept: quitting'));
		await goesOn(kept);
		kept.terminal.press(key);
		await kept.terminal.until(/no longer kept: quitting/);
		kept.terminal.press(key === 'q' ? 'y' : key);
		t.is(await kept.terminal.exited, code);
		t.regex((await kept.terminal.screen()).join(''), /^obs-top: ended the pipeline: the process that should have kept it was gone/);
		t.false(isAlive(kept.pipeline));
	});
}

test('P10: a keeper that ends after its pipeline does not matter: q quits', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'recording.jsonl');
	const terminal = startInTerminal([...obsTop, '--keep', '--record', recording, '--', 'sh', '-c', 'echo {}; exit 7'], {columns: 200});
	await terminal.until(/exited 7 {2,}\S/); // and not `exited 7, output still open`
	await terminal.until(/DEGRADED +the pipeline ended with exit code 7/);
	const keeper = keeperOf(recording) ?? 0;
	process.kill(keeper, 'SIGKILL');
	await eventually(() => !isAlive(keeper), 'it has ended');
	terminal.press('q');
	t.is(await terminal.exited, 7);
	// On a busy machine the emulator's last answer may come after obs-top has gone.
	t.deepEqual(
		(await terminal.screen()).filter(line => line !== '' && line !== '^[[0n'),
		[],
	);
});
