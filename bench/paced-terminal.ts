import process from 'node:process';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program on a terminal at the end of a slow line. */
export type PacedRun = {
	/** The rows of the screen, as far as the line has delivered them. */
	rows(): readonly string[];
	/** Bytes delivered over the line. */
	bytes(): number;
	end(): Promise<void>;
};

const tickMs = 20;

/**
Runs a program in a real pty that is read no faster than a serial line would carry the output. The kernel's buffer and
one more read wait in between, as with sshd or a modem.
*/
export function runOnSlowLine(
	command: string,
	arguments_: readonly string[],
	{columns, rows, bytesPerSecond}: {columns: number; rows: number; bytesPerSecond: number},
): PacedRun {
	const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
	delete environment.CI;
	const child = pty.spawn(command, [...arguments_], {cols: columns, rows, env: {...environment, TERM: 'xterm-256color'}});
	const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	screen.onData(answer => child.write(answer));
	const exited = new Promise<void>(resolve => {
		child.onExit(() => resolve());
	});
	let waiting = Buffer.alloc(0);
	child.onData(data => {
		waiting = Buffer.concat([waiting, Buffer.from(data)]);
		child.pause();
	});
	let bytes = 0;
	let allowance = 0;
	let lastMs = performance.now();
	const timer = setInterval(() => {
		const nowMs = performance.now();
		allowance += ((nowMs - lastMs) * bytesPerSecond) / 1000;
		lastMs = nowMs;
		const carried = waiting.subarray(0, Math.floor(allowance));
		waiting = waiting.subarray(carried.length);
		bytes += carried.length;
		screen.write(carried);
		allowance -= carried.length;
		if (waiting.length === 0) {
			allowance = Math.min(allowance, 1); // an idle line saves up no capacity
			child.resume();
		}
	}, tickMs);
	return {
		rows: () => Array.from({length: rows}, (_, y) => screen.buffer.active.getLine(y)?.translateToString(true) ?? ''),
		bytes: () => bytes,
		async end() {
			clearInterval(timer);
			child.resume();
			child.kill('SIGTERM');
			await exited;
		},
	};
}
