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
			/** A process it left behind still holds its output. */
			readonly outputOpen: boolean;
	  };

export type OnOutput = (stream: 'stdout' | 'stderr', bytes: Buffer) => void | Promise<void>;

/** A pipeline started by obs-top. */
export type RunningCommand = {
	readonly state: CommandState;
	/**
	Reads both streams until the last process that holds them closes them. Waits for `onOutput` before it reads the next
	chunk of the same stream.

	@param onState - Called when the command exits and again when its output ends after that.
	*/
	read(onOutput: OnOutput, onState?: (state: CommandState) => void): Promise<void>;
	/** Its outputs, if they were requested as descriptors; `read` has nothing to read then. */
	readonly descriptors: {readonly stdout: number; readonly stderr: number} | undefined;
	/**
	Waits for the exit if the output is read elsewhere.

	@param outputEnd - Resolves when both streams have ended.
	@param onState - Called when the command exits and again when its output ends after that.
	*/
	watch(outputEnd: Promise<void>, onState?: (state: CommandState) => void): Promise<void>;
	/**
	Ends the command and all its descendants: SIGTERM first, SIGKILL to those left after the deadline. Default: 5000 ms.
	*/
	end(deadlineMs?: number): Promise<void>;
	/** Whether `end` was called. */
	isEnding(): boolean;
	/** Sends SIGKILL to everything left of it, without waiting. */
	endNow(): void;
};

const endDeadlineMs = 5000;
const collectMs = 500; // don't wait longer for a process that hangs in the kernel and ignores SIGKILL

/**
Starts a command in its own session, so that it can be ended together with everything it started. Its stdin is empty,
and nothing it writes reaches our own output. Call it in the main thread: a child started by a worker outlives us.

@param output - With `descriptors`, another thread can read the outputs; if the system can't make such pipes, use
`read` as usual.
@param options.endsWithUs - Whether `endFamilies` ends it.
@throws CommandStartError with code 127 if there is no such command, 126 if it can't be run.
*/
export async function startCommand(
	[file, ...args]: readonly [string, ...string[]],
	output: 'read' | 'descriptors' = 'read',
	{endsWithUs = true}: {readonly endsWithUs?: boolean} = {},
): Promise<RunningCommand> {
	// A third of all code to load, and reading a file doesn't need it.
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
		cleanup: false, // ProcessFamily ends the whole family
		stripFinalNewline: false,
	});
	const {pid, stdout, stderr} = child;
	out?.writer.destroy(); // the child has its own copy
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
