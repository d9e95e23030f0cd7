import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {eventually} from '../helpers/eventually.ts';
import {pace} from '../helpers/pace.ts';
import {endAll, isAlive, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const event = (second: number, component: string, rps: number): string =>
	JSON.stringify({
		timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, second)).toISOString(),
		level: 'INFO',
		component,
		event: 'stage_completed',
		recordsIn: 500,
		recordsOut: 500,
		elapsedMs: Math.round(500_000 / rps),
		throughputRps: rps,
	});
const log = `${Array.from({length: 40}, (_, second) => `${event(second, 'ingest', 5000)}\n${event(second, 'feature', 943)}`).join('\n')}\n`;

function logFile(content = log): string {
	const path = join(mkdtempSync(join(tmpdir(), 'obs-top-')), 'night.jsonl');
	writeFileSync(path, content);
	return path;
}

const quoted = (words: readonly string[]): string => words.map(word => `'${word}'`).join(' ');

/** A shell that reports the terminal's state before and after. */
const between = (command: string): readonly string[] => [
	'/bin/sh',
	'-c',
	`trap : INT TERM HUP QUIT; before=$(stty -g); ${command}; code=$?; [ "$before" = "$(stty -g)" ] && echo "same modes, code $code" || echo "changed modes, code $code"; stty -a`,
];

function checkRestored(
	t: {is: (a: unknown, b: unknown, why?: string) => void; true: (a: boolean, why?: string) => void},
	{emulator, output}: RealTerminal,
): void {
	t.is(emulator.buffer.active.type, 'normal');
	t.is(emulator.modes.bracketedPasteMode, false);
	t.is(emulator.modes.wraparoundMode, true);
	t.true(output().lastIndexOf('\x1B[?25h') > output().lastIndexOf('\x1B[?25l'), 'the cursor is shown');
}

test.serial('P5: q exits with 0 and restores the terminal: screen, cursor, wrapping, paste, modes', async t => {
	const terminal = startInTerminal(between(quoted([...obsTop, logFile()])));
	await terminal.until(/feature +█/);
	t.is(terminal.emulator.buffer.active.type, 'alternate');
	terminal.press('q');
	await terminal.until(/same modes, code 0/);
	checkRestored(t, terminal);
});

for (const [signal, code] of [
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129],
	['SIGQUIT', 131],
	['SIGABRT', 134],
	['SIGUSR2', 140],
	['SIGALRM', 142],
	['SIGSTKFLT', 144],
	['SIGXCPU', 152],
	['SIGVTALRM', 154],
	['SIGPROF', 155],
	['SIGIO', 157],
	['SIGPWR', 158],
] as const) {
	(signal in constants.signals ? test.serial : test.serial.skip)(
		`P5, P8: ${signal} ends with ${code}, the terminal put back and the pipeline ended`,
		async t => {
			const pids = join(mkdtempSync(join(tmpdir(), 'obs-top-')), 'pids');
			const terminal = startInTerminal([
				...obsTop,
				'--no-record',
				'--',
				'sh',
				'-c',
				`sleep 1000 & echo $! $$ > ${pids}; echo '${event(1, 'ingest', 5000)}'; wait`,
			]);
			await terminal.until(/ingest +█/);
			const children = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
			terminal.kill(signal);
			t.is(await terminal.exited, code);
			checkRestored(t, terminal);
			await eventually(() => !children.some(isAlive), `no process of ${children.join(', ')} lives`);
		},
	);
}

test.serial('P5: Ctrl-C exits with 130, like a signal', async t => {
	const terminal = startInTerminal([...obsTop, logFile()]);
	await terminal.until(/feature +█/);
	terminal.press('\x03');
	t.is(await terminal.exited, 130);
	checkRestored(t, terminal);
});

test.serial('P2: on a terminal that reads nothing the pipeline carries on, SIGTERM ends everything, and no child is left', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-'));
	const [pids, done] = [join(folder, 'pids'), join(folder, 'done')];
	const flood = `trap '' TERM; sleep 1000 & echo $! $$ > ${pids}; i=0; while [ $i -lt 3000 ]; do echo '${event(1, 'ingest', 5000)}'; i=$((i+1)); done; touch ${done}; while :; do echo '{"event":"more"}'; sleep ${0.01 / pace}; done`;
	const terminal = startInTerminal([...obsTop, '--no-record', '--fps', '30', '--', 'sh', '-c', flood], {columns: 200, rows: 60});
	await terminal.until(/Stages/);
	terminal.stopReading();
	await eventually(() => existsSync(done), 'the pipeline has written all its lines');
	const children = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
	for (let press = 0; press < 200; press++) {
		terminal.press(press % 2 === 0 ? 'd' : '\x1B'); // whole screens, more than the pty can hold
	}
	terminal.kill('SIGTERM');
	// Nobody reads on: if it waited for the terminal, it would never end.
	await eventually(() => !isAlive(terminal.pid), 'obs-top has ended');
	await eventually(() => !children.some(isAlive), 'no child is left, not even one that ignores SIGTERM');
	t.pass();
});

test.serial('P7: closing the terminal window ends obs-top, even if SIGHUP is ignored', async t => {
	const terminal = startInTerminal(['/bin/sh', '-c', `trap '' HUP; exec ${quoted([...obsTop, logFile()])}`]);
	await terminal.until(/feature +█/);
	terminal.hangUp();
	await eventually(() => !isAlive(terminal.pid), 'obs-top has ended');
	t.pass();
});

test.serial('P4: Ctrl-Z stops the job with the terminal restored; fg redraws the screen at the new size', async t => {
	const terminal = startInTerminal(['/bin/bash', '--norc', '--noprofile', '-i'], {columns: 100, rows: 30});
	terminal.press(`${quoted([...obsTop, logFile()])}\r`);
	await terminal.until(/feature +█/);
	terminal.press('\x1A');
	// A shell that has not prompted yet may discard typed input.
	const shellAsks = (screen: string) => /[#$]$/.test(screen.trimEnd());
	await terminal.until(screen => /Stopped/.test(screen) && shellAsks(screen));
	t.is(terminal.emulator.buffer.active.type, 'normal');
	t.true(terminal.emulator.modes.wraparoundMode);
	t.true(terminal.output().includes('\x1B[?25h'));
	terminal.resize(120, 36);
	terminal.press('fg\r');
	await terminal.until(screen => /feature +█/.test(screen) && screen.split('\n').length === 36);
	t.is(terminal.emulator.buffer.active.type, 'alternate');
	const lines = await terminal.screen();
	t.regex(lines.at(-1) ?? '', /q quit/);
	terminal.press('q');
	await terminal.until(screen => terminal.emulator.buffer.active.type === 'normal' && shellAsks(screen));
	terminal.press('echo code=$?\r');
	await terminal.until(/code=0/);
	t.is(terminal.emulator.buffer.active.type, 'normal');
	terminal.press('exit\r');
	await terminal.exited;
});

test.serial('R21: keys come from the terminal while the log comes from a pipe', async t => {
	const terminal = startInTerminal(['/bin/sh', '-c', `cat ${logFile()} - < /dev/null | ${quoted(obsTop)} --no-record`]);
	await terminal.until(/feature +█/);
	terminal.press('d');
	await terminal.until(/Stages of the pipeline/);
	terminal.press('\x1B');
	await terminal.until(/1 Stages/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
	checkRestored(t, terminal);
});

test.serial('P16: after a storm of resizes the screen is the same as when started at the last size', async t => {
	const path = logFile();
	const terminal = startInTerminal([...obsTop, path], {columns: 160, rows: 45});
	await terminal.until(/feature +█/);
	for (const [columns, rows] of [
		[40, 10],
		[80, 24],
		[160, 45],
	] as const) {
		for (let step = 0; step < 20; step++) {
			terminal.resize(1 + step * 20, 1 + ((step * 7) % 50));
		}
		terminal.resize(columns, rows);
		const fresh = startInTerminal([...obsTop, path], {columns, rows});
		await eventually(async () => {
			const [resized, started] = await Promise.all([restingScreen(terminal), restingScreen(fresh)]);
			return resized === started && /feature/.test(started);
		}, `${columns}x${rows}: both screens show the same`);
		fresh.press('q');
		await fresh.exited;
	}
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

/** Without the monitor's own figures, which differ between runs. */
const restingScreen = async (terminal: RealTerminal): Promise<string> => (await terminal.screen()).join('\n').replaceAll(/ *lag .*/g, '');

test.serial('P17: NO_COLOR draws without colour; TERM=dumb and a stdout that is not a terminal get a plain summary', async t => {
	const path = logFile();
	const terminal = startInTerminal([...obsTop, path], {environment: {NO_COLOR: '1'}});
	await terminal.until(/feature +█/);
	t.deepEqual([...new Set(terminal.output().match(/\x1B\[[\d;]*m/g))], ['\x1B[m'], 'nothing but resets');
	terminal.press('q');
	await terminal.exited;

	const dumb = startInTerminal([...obsTop, path], {environment: {TERM: 'dumb'}});
	t.is(await dumb.exited, 0);
	t.false(dumb.output().includes('\x1B'));
	t.regex(dumb.output(), /bottleneck: feature at 943 rps/);

	const piped = await execa(obsTop[0] ?? '', [...obsTop.slice(1), path]);
	t.false(/[\x1B\x9B]/.test(piped.stdout));
	t.regex(piped.stdout, /^status HEALTHY/);
	t.regex(piped.stdout, /feature +943 /);
	t.regex(piped.stdout, /80 lines: 80 events, 0 raw, 0 blank/);
});

test.serial('P20: once everything is read, nothing is written to the terminal', async t => {
	const seconds = secondsOf(t);
	const terminal = startInTerminal([...obsTop, logFile()], {environment: seconds.environment});
	await terminal.until(/❚❚/);
	await silence(terminal, seconds.passed);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('P20: a quiet followed log is redrawn less and less often: its age is shown in steps', async t => {
	const seconds = secondsOf(t);
	const terminal = startInTerminal([...obsTop, '--follow', logFile()], {environment: seconds.environment});
	await terminal.until(/feature +█/);
	await silence(terminal, seconds.passed);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

/** A program that reports how many seconds it has run by its own clock. */
function secondsOf(t: ExecutionContext) {
	const path = join(tempFolder(t), 'seconds');
	const environment = {
		NODE_OPTIONS: `--import=${fileURLToPath(new URL('../helpers/told-seconds.ts', import.meta.url))}`,
		TOLD_SECONDS: path,
	};
	return {environment, passed: () => (existsSync(path) ? readFileSync(path).length : 0)};
}

/**
Waits until the program writes nothing for three seconds by its own clock, in which a clock or counter would have
ticked.
*/
async function silence({output}: RealTerminal, passed: () => number): Promise<void> {
	let written = '';
	let since = 0;
	await eventually(() => {
		if (output() !== written) {
			[written, since] = [output(), passed()];
		}
		return passed() > since + 3;
	}, 'nothing is written for three seconds');
}

test.serial('P23: what is watched, and its place, is left unchanged: obs-top writes nothing there, wherever its state belongs', async t => {
	const path = logFile();
	const folder = dirname(path);
	const before = snapshotOf(folder);
	const terminal = startInTerminal([...obsTop, '--follow', path], {
		cwd: folder,
		environment: {
			HOME: folder,
			XDG_STATE_HOME: folder,
			XDG_CONFIG_HOME: folder,
			XDG_CACHE_HOME: folder,
			DEBUG: 'obs-top',
			NODE_DEBUG: undefined,
		},
	});
	await terminal.until(/feature +█/);
	terminal.press('/nothing-like-it\r');
	await terminal.until(/0 of|no line/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
	t.deepEqual(snapshotOf(folder), before);
	t.deepEqual(
		(await terminal.screen()).filter(line => line !== ''),
		[],
	);
});

const snapshotOf = (folder: string): ReadonlyArray<readonly [string, string]> =>
	readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]);

test.serial('P14: a missing file, and a command that cannot be started, are one line on the normal screen', async t => {
	const missing = startInTerminal([...obsTop, '/nowhere/night.jsonl']);
	t.is(await missing.exited, 3);
	checkRestoredText(t, await missing.screen(), /^obs-top: \/nowhere\/night\.jsonl: no such file/);

	const command = startInTerminal([...obsTop, '--', 'no-such-pipeline']);
	t.is(await command.exited, 127);
	checkRestoredText(t, await command.screen(), /^obs-top: no-such-pipeline: no such command/);
	t.false(command.output().includes('\x1B[?1049h'));
});

function checkRestoredText(t: {regex: (text: string, pattern: RegExp) => void}, lines: readonly string[], pattern: RegExp): void {
	t.regex(lines.filter(line => line !== '').join('\n'), pattern);
}

test.serial('P11: the end of the pipeline is shown, and q then exits with its code', async t => {
	const terminal = startInTerminal([...obsTop, '--no-record', '--', 'sh', '-c', `echo '${event(1, 'ingest', 5000)}'; exit 7`]);
	await terminal.until(/exited 7/);
	await terminal.until(/ingest +█/);
	terminal.press('q');
	t.is(await terminal.exited, 7);
});

test.serial('P5: an uncaught error ends with the terminal restored, then is reported in one line', async t => {
	const throwing = `--import=data:text/javascript,${encodeURIComponent("import {isMainThread} from 'node:worker_threads'; if (isMainThread) process.on('SIGUSR2', () => { throw new Error('injected'); });")}`;
	const terminal = startInTerminal([...obsTop, logFile()], {environment: {NODE_OPTIONS: throwing}});
	await terminal.until(/feature +█/);
	terminal.kill('SIGUSR2');
	t.is(await terminal.exited, 70);
	checkRestored(t, terminal);
	t.regex((await terminal.screen()).join('\n'), /^obs-top: unexpected error: injected/m);
});
