import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a real pty, read as fast as it writes. */
export type TerminalRun = {
	readonly pid: number;
	/** Bytes written to the terminal so far. */
	bytes(): number;
	/** Synchronised updates so far; obs-top writes one for each frame. */
	frames(): number;
	/** The newest 200,000 characters written. */
	text(): string;
	/** Forgets everything written so far. */
	reset(): void;
	write(keys: string): void;
	/** Resolves with the time of the next output. */
	nextOutput(): Promise<number>;
	until(pattern: RegExp, timeoutMs?: number): Promise<void>;
	/** Resolves with the time when the screen shows it. Needed because obs-top writes only the cells that changed. */
	untilShown(pattern: RegExp, timeoutMs?: number): Promise<number>;
	end(): Promise<void>;
};

export function runInTerminal(
	command: string,
	arguments_: readonly string[],
	{columns, rows}: {columns: number; rows: number} = {columns: 160, rows: 45},
): TerminalRun {
	const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
	delete environment.CI;
	const child = pty.spawn(command, [...arguments_], {
		cols: columns,
		rows,
		env: {...environment, TERM: 'xterm-256color', NODE_ENV: 'production'},
	});
	const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	screen.onData(answer => child.write(answer));
	let bytes = 0;
	let frames = 0;
	let text = '';
	let shown: (() => void) | undefined;
	let waiting: Array<(time: number) => void> = [];
	child.onData(data => {
		bytes += Buffer.byteLength(data);
		frames += data.split('\x1B[?2026h').length - 1;
		text = (text + data).slice(-200_000);
		if (shown !== undefined) {
			screen.write(data, () => shown?.());
		} else {
			screen.write(data);
		}
		for (const resolve of waiting) {
			resolve(performance.now());
		}
		waiting = [];
	});
	const exited = new Promise<void>(resolve => {
		child.onExit(() => resolve());
	});
	return {
		pid: child.pid,
		bytes: () => bytes,
		frames: () => frames,
		text: () => text,
		reset() {
			bytes = 0;
			frames = 0;
			text = '';
		},
		write: keys => child.write(keys),
		nextOutput: () => new Promise(resolve => waiting.push(resolve)),
		async until(pattern, timeoutMs = 20_000) {
			for (const end = Date.now() + timeoutMs; !pattern.test(text); await sleep(5)) {
				if (Date.now() > end) {
					throw new Error(`no ${pattern} on the terminal within ${timeoutMs} ms:\n${text.slice(-2000)}`);
				}
			}
		},
		async untilShown(pattern, timeoutMs = 20_000) {
			const found = Promise.withResolvers<number>();
			const look = () => {
				if (pattern.test(textOf(screen))) {
					found.resolve(performance.now());
				}
			};
			shown = look;
			const timer = setTimeout(() => found.reject(new Error(`no ${pattern} on the screen:\n${textOf(screen)}`)), timeoutMs);
			look();
			try {
				return await found.promise;
			} finally {
				clearTimeout(timer);
				shown = undefined;
			}
		},
		async end() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}

function textOf({buffer: {active}, rows}: xterm.Terminal): string {
	return Array.from({length: rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '').join('\n');
}
