import {Buffer} from 'node:buffer';
import {existsSync, readFileSync, readSync} from 'node:fs';
import process from 'node:process';
import {ReadStream} from 'node:tty';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {eventually} from './eventually.ts';

/** The program as a user starts it. Set OBS_TOP_BIN to test another build. */
export const obsTop: readonly string[] = [
	process.execPath,
	process.env.OBS_TOP_BIN ?? fileURLToPath(new URL('../../bin/obs-top.js', import.meta.url)),
];

/** A program in a real pty; the emulator is the screen that a user would see. */
export type RealTerminal = {
	readonly pid: number;
	/** Its exit code, once the screen shows its last output; 128 + N if a signal ended it. */
	readonly exited: Promise<number>;
	readonly emulator: xterm.Terminal;
	/** The visible rows, without trailing blanks. */
	screen(): Promise<readonly string[]>;
	/** Waits until the screen shows something; fails immediately if the program ends without having shown it. */
	until(pattern: RegExp | ((screen: string) => boolean), signal?: AbortSignal): Promise<string>;
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Everything written to the terminal, as text. */
	output(): string;
	/** Everything written to the terminal, byte for byte. */
	bytes(): Buffer;
	/** The terminal stops accepting output, like a stalled link. */
	stopReading(): void;
	/** It accepts output again. */
	readOn(): void;
	/** Closes the window. */
	hangUp(): void;
	kill(signal: NodeJS.Signals): void;
};

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	readonly cwd?: string;
	readonly environment?: Readonly<Record<string, string | undefined>>;
	/** Whether to emulate a screen. Default: true. Without one, hostile bytes can't disturb the emulator. */
	readonly isEmulated?: boolean;
};

export function startInTerminal(
	[file = '', ...arguments_]: readonly string[],
	{columns = 100, rows = 30, cwd, environment = {}, isEmulated = true}: Options = {},
): RealTerminal {
	const defaults = {
		...process.env,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		LC_ALL: undefined,
		CI: undefined,
		FORCE_COLOR: undefined,
		NODE_ENV: undefined,
		COLUMNS: undefined,
		LINES: undefined,
	};
	const env = Object.fromEntries(
		Object.entries({...defaults, ...environment}).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
	const child = pty.spawn(file, arguments_, {cols: columns, rows, env, encoding: null, ...(cwd === undefined ? {} : {cwd})});
	const emulator = new xterm.Terminal({...(isEmulated ? {cols: columns, rows} : {}), allowProposedApi: true});
	emulator.onData(answer => child.write(answer));
	readToItsEnd(child);
	running.add(child);
	child.onExit(() => running.delete(child));
	const chunks: Buffer[] = [];
	const written = () => {
		if (chunks.length > 1) {
			chunks.splice(0, chunks.length, Buffer.concat(chunks));
		}
		return chunks[0] ?? Buffer.alloc(0);
	};
	// Without an encoding these are bytes, despite the types.
	child.onData((data: unknown) => {
		if (data instanceof Uint8Array) {
			chunks.push(Buffer.from(data));
			if (isEmulated) {
				emulator.write(data);
			}
		}
	});
	const exited = new Promise<number>(resolve => {
		child.onExit(({exitCode, signal}) => emulator.write('', () => resolve(signal ? 128 + signal : exitCode)));
	});
	let isRunning = true;
	exited.then(() => {
		isRunning = false;
	});
	const screen = async () => {
		await new Promise<void>(resolve => emulator.write('', resolve));
		const {active} = emulator.buffer;
		return Array.from({length: emulator.rows}, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '');
	};
	return {
		pid: child.pid,
		exited,
		emulator,
		screen,
		async until(pattern, signal) {
			const holds = pattern instanceof RegExp ? (text: string) => pattern.test(text) : pattern;
			let text = '';
			const said = () => `${String(pattern)} on the screen:\n${text}`;
			await eventually(
				async () => {
					const wasRunning = isRunning; // checked first: by then the screen shows what was written last
					text = (await screen()).join('\n');
					if (!holds(text) && !wasRunning) {
						throw new Error(`the program ended without ${said()}`);
					}
					return holds(text);
				},
				said,
				signal,
			);
			return text;
		},
		press: keys => child.write(keys),
		resize(newColumns, newRows) {
			child.resize(newColumns, newRows);
			if (isEmulated) {
				emulator.resize(newColumns, newRows);
			}
		},
		output: () => written().toString(),
		bytes: written,
		stopReading: () => child.pause(),
		readOn: () => child.resume(),
		hangUp() {
			// Not in the types: closes the other end of the pty.
			if ('destroy' in child && typeof child.destroy === 'function') {
				child.destroy();
			}
		},
		kill: signal => child.kill(signal),
	};
}

/**
node-pty closes its end 200 ms after the program has ended, even if output is left to read; on a busy machine that loses
the last lines.
*/
function readToItsEnd(child: pty.IPty): void {
	const socket: unknown = Reflect.get(child, '_socket');
	const fd: unknown = Reflect.get(child, '_fd');
	if (!(socket instanceof ReadStream) || typeof fd !== 'number') {
		throw new TypeError('the internals of node-pty have changed');
	}
	const bytes = Buffer.alloc(64 * 1024);
	const destroy = socket.destroy.bind(socket);
	socket.destroy = error => {
		try {
			for (let count = 1; count > 0 && !socket.destroyed; ) {
				count = readSync(fd, bytes);
				socket.emit('data', Buffer.from(bytes.subarray(0, count)));
			}
		} catch {
			// EAGAIN, EIO: everything was read
		}
		return destroy(error);
	};
}

const running = new Set<pty.IPty>();

/** Ends whatever a failed test has left behind. */
export function endAll(): void {
	for (const child of running) {
		child.kill('SIGKILL');
	}
}

/** Whether a process runs; a zombie doesn't. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
	} catch (error) {
		// Without /proc only the signal tells.
		return !existsSync('/proc') && !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}
