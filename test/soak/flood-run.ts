import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';

const program = fileURLToPath(new URL('./flood-pipeline.ts', import.meta.url));

export type Flood = {
	readonly lines: number;
	readonly lineBytes: number;
	/** Of event time. */
	readonly linesPerSecond: number;
	/** Of real time; left out, as many as are read. */
	readonly mostPerSecond?: number;
	readonly recordMax: string;
};

export type FloodRun = {
	readonly terminal: RealTerminal;
	/** Lines that the pipeline has written. */
	written(): number;
	/** Whether all it wrote was read. */
	hasEnded(): boolean;
};

export type FloodEnd = {
	/** What the screen says at the end that was read; `undefined` where it says nothing. */
	readonly lines: number | undefined;
	readonly batches: number | undefined;
	readonly elapsedMs: number;
};

/** obs-top in a real terminal on a pipeline that writes as fast as it is read, or as it may. */
export async function withFlood(
	{lines, lineBytes, linesPerSecond, mostPerSecond, recordMax}: Flood,
	watch: (run: FloodRun) => Promise<void>,
): Promise<FloodEnd> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const recording = ['--record', join(folder, 'recording.jsonl'), '--record-max', recordMax];
	const pipeline = [process.execPath, program, folder, ...[lines, lineBytes, linesPerSecond, mostPerSecond ?? []].flat().map(String)];
	const terminal = startInTerminal([...obsTop, ...recording, '--', ...pipeline], {columns: 160, rows: 45});
	const startedMs = performance.now();
	let hasEnded = false;
	try {
		const ended = terminal
			.until(
				screen => /exited 0/.test(screen) && !/output open/.test(screen) && linesOn(screen) === lines,
				AbortSignal.timeout(4 * 3_600_000),
			)
			.catch(() => undefined)
			.then(() => {
				hasEnded = true;
			});
		const progress = join(folder, 'progress');
		await watch({terminal, written: () => (existsSync(progress) ? Number(readFileSync(progress, 'utf8')) : 0), hasEnded: () => hasEnded});
		await ended;
		const screen = (await terminal.screen()).join('\n');
		return {lines: linesOn(screen), batches: numberOn(screen, /batch ([\d ]+\d)/), elapsedMs: performance.now() - startedMs};
	} finally {
		terminal.kill('SIGKILL');
		await terminal.exited;
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Those that can be shown, and those that can't be any more. */
function linesOn(screen: string): number | undefined {
	const shown = numberOn(screen, /([\d ]*\d) lines/);
	return shown === undefined ? undefined : shown + (numberOn(screen, /([\d ]*\d) lost/) ?? 0);
}

function numberOn(screen: string, pattern: RegExp): number | undefined {
	const [, text] = pattern.exec(screen) ?? [];
	return text === undefined ? undefined : Number(text.replaceAll(' ', ''));
}
