import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';

const program = fileURLToPath(new URL('./flood-pipeline.ts', import.meta.url));

export type Flood = {
	/** If omitted, lines come until everything to be seen was seen. */
	readonly lines?: number;
	readonly lineBytes: number;
	/** In event time. */
	readonly linesPerSecond: number;
	/** In real time; if omitted, as fast as they are read. */
	readonly mostPerSecond?: number;
	readonly recordMax: string;
};

export type FloodRun = {
	readonly terminal: RealTerminal;
	/** Lines the pipeline has written, at times slightly fewer. */
	written(): number;
};

export type FloodEnd = {
	/** Bytes that the pipeline wrote. */
	readonly written: number;
	/** The end that the screen shows; `undefined` if it shows none. */
	readonly lines: number | undefined;
	readonly batches: number | undefined;
	readonly elapsedMs: number;
};

/** Watches obs-top in a real terminal on a pipeline that writes as fast as it is read, or as fast as it may. */
export async function withFlood(
	{lines = Number.POSITIVE_INFINITY, lineBytes, linesPerSecond, mostPerSecond, recordMax}: Flood,
	watch: (run: FloodRun) => Promise<void>,
	end?: AbortSignal,
): Promise<FloodEnd> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const recording = ['--record', join(folder, 'recording.jsonl'), '--record-max', recordMax];
	const pipeline = [process.execPath, program, folder, ...[lines, lineBytes, linesPerSecond, mostPerSecond ?? []].flat().map(String)];
	const terminal = startInTerminal([...obsTop, ...recording, '--', ...pipeline], {columns: 160, rows: 45});
	const startedMs = performance.now();
	try {
		const progress = join(folder, 'progress');
		const written = () => (existsSync(progress) ? Number(readFileSync(progress, 'utf8')) : 0);
		await watch({terminal, written});
		if (!Number.isFinite(lines)) {
			writeFileSync(join(folder, 'enough'), '');
		}
		const isAllRead = (screen: string) => /exited 0/.test(screen) && !/output still open/.test(screen) && linesOn(screen) === written();
		await terminal.until(isAllRead, end).catch(() => undefined);
		const screen = (await terminal.screen()).join('\n');
		return {
			written: written(),
			lines: linesOn(screen),
			batches: numberOn(screen, /batch ([\d ]+\d)/),
			elapsedMs: performance.now() - startedMs,
		};
	} finally {
		terminal.kill('SIGKILL');
		await terminal.exited;
		rmSync(folder, {recursive: true, force: true});
	}
}

/** The lines that can be shown, and those that no longer can. */
function linesOn(screen: string): number | undefined {
	const shown = numberOn(screen, /([\d ]*\d) lines/);
	return shown === undefined ? undefined : shown + (numberOn(screen, /([\d ]*\d) lost/) ?? 0);
}

function numberOn(screen: string, pattern: RegExp): number | undefined {
	const [, text] = pattern.exec(screen) ?? [];
	return text === undefined ? undefined : Number(text.replaceAll(' ', ''));
}
