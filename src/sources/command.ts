import type {Buffer} from 'node:buffer';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {CommandStartError} from '../errors.ts';
import {createMark, ProcessFamily} from '../processes/family.ts';
import {whyNotStarted} from '../shared/system-error.ts';
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
	/** Its output, where it was asked for as descriptors: `read` has nothing to read then. */
	readonly descriptors: {readonly stdout: number; readonly stderr: number} | undefined;
	/**
	Waits for the exit, where its output is read elsewhere.

	@param outputEnd - Resolves when both streams have ended.
	@param onState - Called when the command exits and again when its output ends after that.
	*/
	watch(outputEnd: Promise<void>, onState?: (state: CommandState) => void): Promise<void>;
	/** Ends it with all its descendants: SIGTERM, and SIGKILL to those that are left after the deadline, 5 s where left out. */
	end(deadlineMs?: number): Promise<void>;
	/** Whether somebody ends it. */
	isEnding(): boolean;
	/** SIGKILL to all that is left of it; nothing to wait for. */
	endNow(): void;
};

const endDeadlineMs = 5000;
const collectMs = 500; // of one that SIGKILL does not end, because it hangs in the kernel, the exit is not waited for

/**
Starts a command in a session of its own, so that it can be ended with everything it started. Its stdin is empty; nothing it writes reaches our own output.
To be called in the main thread: what a worker starts outlives it.

@param output - `descriptors` are for another thread to read; where the system makes no pipes for that, `read` reads all the same.
@param options.endsWithUs - Whether `endFamilies` ends it.
@throws CommandStartError 127 when there is no such command, 126 when it can't be run.
*/
export async function startCommand(
	[file, ...args]: readonly [string, ...string[]],
	output: 'read' | 'descriptors' = 'read',
	{endsWithUs = true}: {readonly endsWithUs?: boolean} = {},
): Promise<RunningCommand> {
	// A third of all that there is to load, and a file doesn't need it.
	const [{execa}, {openFifos}] = await Promise.all([import('execa'), import('./fifo.ts')]);
	const [out, err] = (output === 'descriptors' ? openFifos(2) : undefined) ?? [];
	const mark = createMark();
	const child = execa(file, args, {
		env: mark.environment,
		buffer: false,
		reject: false,
		stdin: 'ignore',
		stdout: out?.writer ?? 'pipe',
		stderr: err?.writer ?? 'pipe',
		detached: true,
		cleanup: false, // of a family there is more to end
		stripFinalNewline: false,
	});
	const {pid, stdout, stderr} = child;
	out?.writer.destroy(); // the child has its own
	err?.writer.destroy();
	if (pid === undefined) {
		throw startError(file, (await child).code);
	}
	const family = new ProcessFamily(pid, mark, endsWithUs);
	let state: CommandState = {type: 'running', pid};
	let isOutputOpen = true;
	const exited = new Promise<CommandState>(resolve =>
		child.nodeChildProcess.once('exit', (code, signal) => {
			family.leaderExited();
			state = {type: 'exited', pid, code: code ?? undefined, signal: signal ?? undefined, outputOpen: isOutputOpen};
			resolve(state);
		}),
	);
	const watch: RunningCommand['watch'] = async (outputEnd, onState) => {
		const told = exited.then(onState);
		await outputEnd;
		isOutputOpen = false;
		await told;
		if (state.type === 'exited' && state.outputOpen) {
			state = {...state, outputOpen: false};
			onState?.(state);
		}
	};
	return {
		get state() {
			return state;
		},
		descriptors: out === undefined || err === undefined ? undefined : {stdout: out.readFd, stderr: err.readFd},
		watch,
		read: (onOutput, onState) =>
			watch(
				Promise.all([readAll(stdout, bytes => onOutput('stdout', bytes)), readAll(stderr, bytes => onOutput('stderr', bytes))]).then(
					() => {},
				),
				onState,
			),
		async end(deadlineMs = endDeadlineMs) {
			await family.end(deadlineMs);
			stdout?.destroy();
			stderr?.destroy();
			await Promise.race([exited, sleep(collectMs, undefined, {ref: false})]);
		},
		isEnding: () => family.isEnding,
		endNow: () => family.endNow(),
	};
}

async function readAll(readable: Readable | null, onBytes: (bytes: Buffer) => void | Promise<void>): Promise<void> {
	try {
		for await (const bytes of readable ?? []) {
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
			return new CommandStartError(`${file}: ${whyNotStarted(code)}`, 126);
	}
}
