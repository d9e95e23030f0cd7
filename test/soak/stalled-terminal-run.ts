import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {eventually} from '../helpers/eventually.ts';
import {isAlive, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';

export type Stall = {
	readonly source: 'command' | 'pipe';
	/** `terminal`: nobody reads what is drawn. `main thread`: obs-top itself is busy with something else. */
	readonly what: 'terminal' | 'main thread';
	readonly stallMs: number;
};

export type StallFigures = {
	/** Lines a second that the pipeline wrote during the stall, of those it wanted to write: 1 is undisturbed. On a busy machine the pipeline itself may be late. */
	readonly pace: number;
	/** How much of the time the pipeline waited for a pipe that was full: all that obs-top can do to its pace. */
	readonly waited: number;
	/** The longest that the pipeline waited for a pipe that was full, as a share of the stall: where nobody reads it is all of it, whatever else the machine does. */
	readonly longestWait: number;
	readonly written: number;
	readonly recorded: number;
	/** From SIGTERM, with the stall still on, until obs-top is gone. */
	readonly endMs: number;
	/** Whether the pipeline was gone then too. */
	readonly isPipelineGone: boolean;
};

const linesPerSecond = 2000;

/** A pipeline that logs one event, waits for the file `go`, logs at its pace, says how long that took and goes on for ever. */
const pipeline = `
const fs = require('node:fs');
const [folder, lines, perMs, giveUpMs] = process.argv.slice(1).map((word, index) => index === 0 ? word : Number(word));
const pause = new Int32Array(new SharedArrayBuffer(4));
const wait = ms => Atomics.wait(pause, 0, 0, ms);
const line = n => JSON.stringify({timestamp: new Date().toISOString(), level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 100, throughputRps: 5000, n, note: 'x'.repeat(200)}) + '\\n';
// Opened anew, a full pipe says so instead of making us wait.
const out = fs.openSync('/proc/self/fd/1', fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
let [longestWaitMs, waitedMs] = [0, 0];
let endMs = Infinity;
const write = text => { let fromMs; for (let rest = Buffer.from(text); rest.length > 0 && performance.now() < endMs; ) { try { rest = rest.subarray(fs.writeSync(out, rest)); } catch (error) { if (error.code !== 'EAGAIN') throw error; const nowMs = performance.now(); fromMs ??= nowMs; wait(1); waitedMs += performance.now() - nowMs; longestWaitMs = Math.max(longestWaitMs, performance.now() - fromMs); } } };
fs.writeFileSync(folder + '/pid', String(process.pid));
write(line(0));
while (!fs.existsSync(folder + '/go')) wait(5);
const startMs = performance.now();
endMs = startMs + giveUpMs;
[longestWaitMs, waitedMs] = [0, 0];
for (let n = 1; n <= lines; n++) {
	const aheadMs = n / perMs - (performance.now() - startMs);
	if (aheadMs > 1) wait(aheadMs);
	write(line(n));
}
fs.writeFileSync(folder + '/elapsed.new', JSON.stringify({elapsedMs: performance.now() - startMs, waitedMs, longestWaitMs}));
fs.renameSync(folder + '/elapsed.new', folder + '/elapsed');
for (;;) wait(1000);
`;

/** Blocks the main thread from when the file `go` is there, for a time. */
const blocking = (folder: string, blockMs: number) =>
	`--import=data:text/javascript,${encodeURIComponent(
		`import {isMainThread} from 'node:worker_threads'; import {existsSync} from 'node:fs';
if (isMainThread && process.argv[1]?.includes('obs-top')) { const timer = setInterval(() => { if (existsSync('${folder}/go')) { clearInterval(timer); const end = performance.now() + ${blockMs}; while (performance.now() < end); } }, 20); timer.unref(); }`,
	)}`;

/** obs-top in a real terminal that stalls, on a pipeline that wants to go on. */
export async function measureStall({source, what, stallMs}: Stall): Promise<StallFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const lines = Math.round((linesPerSecond * stallMs) / 1000);
	const recording = join(folder, 'recording.jsonl');
	const writer = writerOf(folder, stallMs);
	const monitor = [...obsTop, '--fps', '30', '--record', recording];
	const argv = source === 'command' ? [...monitor, '--', ...writer] : ['/bin/sh', '-c', `${quoted(writer)} | ${quoted(monitor)}`];
	const environment = what === 'main thread' ? {NODE_OPTIONS: blocking(folder, stallMs)} : {};
	const terminal = startInTerminal(argv, {columns: 160, rows: 45, environment});
	try {
		await terminal.until(/ingest +█/, AbortSignal.timeout(60_000));
		if (what === 'terminal') {
			terminal.stopReading();
			for (let press = 0; press < 200; press++) {
				terminal.press(press % 2 === 0 ? 'd' : '\x1B'); // whole screens, more than the terminal's buffer holds
			}
		}
		writeFileSync(join(folder, 'go'), '');
		const {elapsedMs, waitedMs, longestWaitMs} = await writtenOf(folder);
		const recorded = () => countLines(folder);
		await eventually(() => recorded() > lines, 'all lines are recorded', AbortSignal.timeout(30_000)).catch(() => {});
		const pipelinePid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
		const pid = source === 'command' ? terminal.pid : childOf(terminal.pid, 'obs-top.js');
		const startedMs = performance.now();
		process.kill(pid, 'SIGTERM');
		await eventually(() => !isAlive(pid), 'obs-top has ended', AbortSignal.timeout(10_000));
		const endMs = performance.now() - startedMs;
		return {
			pace: lines / linesPerSecond / (elapsedMs / 1000),
			waited: waitedMs / elapsedMs,
			longestWait: longestWaitMs / stallMs,
			written: lines + 1,
			recorded: recorded(),
			endMs,
			isPipelineGone: !isAlive(pipelinePid),
		};
	} finally {
		cleanUp(terminal, folder);
	}
}

/** How long, as a share of the stall, the same pipeline waits where it is read by a program that waits for its terminal, as `cat` does. */
export async function measureStallOfCat(stallMs: number): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const terminal = startInTerminal(['/bin/sh', '-c', `${quoted(writerOf(folder, stallMs))} | cat`]);
	try {
		await terminal.until(/ingest/);
		terminal.stopReading();
		writeFileSync(join(folder, 'go'), '');
		const {longestWaitMs} = await writtenOf(folder);
		return longestWaitMs / stallMs;
	} finally {
		cleanUp(terminal, folder);
	}
}

const writerOf = (folder: string, stallMs: number): readonly string[] => [
	...[process.execPath, '-e', pipeline, folder],
	...[Math.round((linesPerSecond * stallMs) / 1000), linesPerSecond / 1000, 4 * stallMs].map(String),
];

async function writtenOf(folder: string): Promise<{readonly elapsedMs: number; readonly waitedMs: number; readonly longestWaitMs: number}> {
	await eventually(() => existsSync(join(folder, 'elapsed')), 'the pipeline has written all its lines');
	return JSON.parse(readFileSync(join(folder, 'elapsed'), 'utf8'));
}

function cleanUp(terminal: RealTerminal, folder: string): void {
	terminal.kill('SIGKILL');
	const pid = Number(existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : 0);
	if (pid > 0 && isAlive(pid)) {
		process.kill(pid, 'SIGKILL');
	}
	rmSync(folder, {recursive: true, force: true});
}

function countLines(folder: string): number {
	return readdirSync(folder)
		.filter(name => /^recording.*\.jsonl$/.test(name))
		.reduce((count, name) => count + readFileSync(join(folder, name), 'utf8').split('\n').length - 1, 0);
}

function childOf(pid: number, name: string): number {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
	return children.find(child => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(name)) ?? pid;
}

const quoted = (words: readonly string[]): string => words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
