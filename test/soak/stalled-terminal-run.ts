import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {eventually} from '../helpers/eventually.ts';
import {isAlive, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';

export type Stall = {
	readonly source: 'command' | 'pipe';
	/** `terminal`: nobody reads the output. `main thread`: obs-top itself is busy with something else. */
	readonly what: 'terminal' | 'main thread';
	/** Lines the pipeline writes meanwhile; the stall lasts until it has. */
	readonly lines: number;
	readonly linesPerSecond: number;
};

export type StallFigures = {
	/**
	Ratio of lines per second that the pipeline wrote during the stall to those it wanted to write: 1 is undisturbed. On a
	busy machine the pipeline itself may be late.
	*/
	readonly pace: number;
	/** Share of the time the pipeline waited for a full pipe, which is all that obs-top can do to its pace. */
	readonly waited: number;
	/** The longest time the pipeline waited for a full pipe. */
	readonly longestWaitMs: number;
	readonly written: number;
	readonly recorded: number;
	/** From SIGTERM, with a terminal stall still on, until obs-top is gone. */
	readonly endMs: number;
	/** Whether the pipeline was gone by then, or soon after. */
	readonly isPipelineGone: boolean;
};

const pipeline = fileURLToPath(new URL('./stalled-pipeline.ts', import.meta.url));

/**
Blocks the main thread once the file `block` exists, until the pipeline, which is released then, has written all its
lines.
*/
const blocking = (folder: string) =>
	`--import=data:text/javascript,${encodeURIComponent(
		`import {isMainThread} from 'node:worker_threads'; import {existsSync, writeFileSync} from 'node:fs';
const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
if (isMainThread && process.argv[1]?.includes('obs-top')) { const timer = setInterval(() => { if (existsSync('${folder}/block')) { clearInterval(timer); writeFileSync('${folder}/go', ''); while (!existsSync('${folder}/elapsed')) wait(); } }, 20); timer.unref(); }`,
	)}`;

/**
Runs obs-top in a real terminal that stalls, on a pipeline that wants to carry on.

@param patienceMs - How long to wait for expected output before it counts as missing. Default: forever.
*/
export async function measureStall({source, what, ...writing}: Stall, patienceMs?: number): Promise<StallFigures> {
	const patience = () => (patienceMs === undefined ? undefined : AbortSignal.timeout(patienceMs));
	const {lines, linesPerSecond} = writing;
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const recording = join(folder, 'recording.jsonl');
	const writer = writerOf(folder, writing);
	const monitor = [...obsTop, '--fps', '30', '--record', recording];
	const argv = source === 'command' ? [...monitor, '--', ...writer] : ['/bin/sh', '-c', `${quoted(writer)} | ${quoted(monitor)}`];
	const environment = what === 'main thread' ? {NODE_OPTIONS: blocking(folder)} : {};
	const terminal = startInTerminal(argv, {columns: 160, rows: 45, environment});
	try {
		await terminal.until(/ingest +█/, patience());
		if (what === 'terminal') {
			terminal.stopReading();
			for (let press = 0; press < 200; press++) {
				terminal.press(press % 2 === 0 ? 'd' : '\x1B'); // whole screens, more than the terminal's buffer holds
			}
		}
		writeFileSync(join(folder, what === 'terminal' ? 'go' : 'block'), '');
		await eventually(() => existsSync(join(folder, 'elapsed')), 'the pipeline has written all its lines');
		const {elapsedMs, waitedMs, longestWaitMs} = JSON.parse(readFileSync(join(folder, 'elapsed'), 'utf8'));
		const recorded = () => countLines(folder);
		await eventually(() => recorded() > lines, 'all lines are recorded', patience()).catch(() => {});
		const pipelinePid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
		const pid = source === 'command' ? terminal.pid : childOf(terminal.pid, 'obs-top.js');
		const startedMs = performance.now();
		process.kill(pid, 'SIGTERM');
		await eventually(() => !isAlive(pid), 'obs-top has ended', patience());
		const endMs = performance.now() - startedMs;
		if (source === 'command') {
			await eventually(() => !isAlive(pipelinePid), 'the pipeline has ended', patience()).catch(() => {});
		}
		return {
			pace: lines / linesPerSecond / (elapsedMs / 1000),
			waited: waitedMs / elapsedMs,
			longestWaitMs,
			written: lines + 1,
			recorded: recorded(),
			endMs,
			isPipelineGone: !isAlive(pipelinePid),
		};
	} finally {
		cleanUp(terminal, folder);
	}
}

/**
Whether the same pipeline gets stuck when read by a program that waits for its terminal, like `cat`, and continues when
the terminal reads again.
*/
export async function isStuckWithCat(writing: Pick<Stall, 'lines' | 'linesPerSecond'>): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const terminal = startInTerminal(['/bin/sh', '-c', `${quoted(writerOf(folder, writing))} | cat`]);
	const [isStuck, hasEnded] = ['stuck', 'elapsed'].map(name => () => existsSync(join(folder, name))) as [() => boolean, () => boolean];
	try {
		await terminal.until(/ingest/);
		terminal.stopReading();
		writeFileSync(join(folder, 'go'), '');
		await eventually(() => isStuck() || hasEnded(), 'the pipeline is stuck, or has ended');
		const wasHeldUp = !hasEnded();
		terminal.readOn();
		await eventually(hasEnded, 'the pipeline continues');
		return wasHeldUp;
	} finally {
		cleanUp(terminal, folder);
	}
}

const writerOf = (folder: string, {lines, linesPerSecond}: Pick<Stall, 'lines' | 'linesPerSecond'>): readonly string[] => [
	...[process.execPath, pipeline, folder],
	...[lines, linesPerSecond].map(String),
];

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
