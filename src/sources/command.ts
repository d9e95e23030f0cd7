import type {Buffer} from 'node:buffer';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {CommandStartError} from '../errors.ts';
import {groupLives} from './group-lives.ts';
import {isCode} from './source-failure.ts';

export type CommandState =
	| {readonly type: 'running'; readonly pid: number}
	| {
			readonly type: 'exited';
			readonly pid: number;
			readonly code: number | undefined;
			readonly signal: string | undefined;
			/** A process that it left behind still holds its output. */
			readonly outputOpen: boolean;
	  };

export type OnOutput = (stream: 'stdout' | 'stderr', bytes: Buffer) => void | Promise<void>;

/** A pipeline that was started to be watched. */
export type RunningCommand = {
	readonly state: CommandState;
	/**
	Reads both streams to their end: that of the last process which holds them. A chunk is waited for before the next of its stream is read.

	@param onState - Called when the command exits and again when its output ends after that.
	*/
	read(onOutput: OnOutput, onState?: (state: CommandState) => void): Promise<void>;
	/** Ends it with all its descendants: SIGTERM, and SIGKILL to those that are left after 5 s. */
	end(): Promise<void>;
};

const forceAfterMs = 5000;

/**
Starts a command in a process group of its own, so that it can be ended with everything it started. Its stdin is empty; nothing it writes reaches our own output.
To be called in the main thread: what a worker starts outlives it.

@throws CommandStartError 127 when there is no such command, 126 when it can't be run.
*/
export async function startCommand([file, ...args]: readonly [string, ...string[]]): Promise<RunningCommand> {
	const child = execa(file, args, {
		buffer: false,
		reject: false,
		stdin: 'ignore',
		stdout: 'pipe',
		stderr: 'pipe',
		killDescendants: true,
		stripFinalNewline: false,
	});
	const {pid} = child;
	if (pid === undefined) {
		throw startError(file, (await child).code);
	}
	let state: CommandState = {type: 'running', pid};
	let open = 2;
	const exited = new Promise<CommandState>(resolve =>
		child.nodeChildProcess.once('exit', (code, signal) => {
			state = {type: 'exited', pid, code: code ?? undefined, signal: signal ?? undefined, outputOpen: open > 0};
			resolve(state);
		}),
	);
	return {
		get state() {
			return state;
		},
		async read(onOutput, onState) {
			const told = exited.then(onState);
			const pump = async (stream: 'stdout' | 'stderr', readable: Readable) => {
				await readAll(readable, bytes => onOutput(stream, bytes));
				open--;
			};
			await Promise.all([pump('stdout', child.stdout), pump('stderr', child.stderr)]);
			await told;
			if (state.type === 'exited' && state.outputOpen) {
				state = {...state, outputOpen: false};
				onState?.(state);
			}
		},
		async end() {
			signalGroup(pid, 'SIGTERM');
			await goneWithin(pid, forceAfterMs);
			signalGroup(pid, 'SIGKILL');
			child.stdout.destroy();
			child.stderr.destroy();
			await exited;
		},
	};
}

async function readAll(readable: Readable, onBytes: (bytes: Buffer) => void | Promise<void>): Promise<void> {
	try {
		for await (const bytes of readable) {
			await onBytes(bytes);
		}
	} catch (error) {
		if (!isCode(error, 'ERR_STREAM_PREMATURE_CLOSE', 'EIO', 'ECONNRESET')) {
			throw error;
		}
	}
}

function startError(file: string, code: string | undefined): CommandStartError {
	switch (code) {
		case 'ENOENT':
			return new CommandStartError(`${file}: no such command (check its name and the PATH)`, 127);
		case 'EACCES':
			return new CommandStartError(`${file}: can't be run: permission denied (make it executable: chmod +x)`, 126);
		default:
			return new CommandStartError(`${file}: can't be run: ${code ?? 'unknown error'}`, 126);
	}
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// all of it has ended
	}
}

async function goneWithin(pid: number, timeMs: number): Promise<void> {
	for (const end = performance.now() + timeMs; performance.now() < end && groupLives(pid); ) {
		await sleep(20);
	}
}
