import {fstatSync} from 'node:fs';
import {access} from 'node:fs/promises';
import {constants} from 'node:os';
import type {Engine, EngineSource, HeldBytes, ReadingState, RecordingPlan, StreamDescriptors} from '../../engine/protocol.ts';
import {UsageError} from '../../errors.ts';
import {takenError} from '../../history/recording/recording-error.ts';
import type {SourceOptions} from '../../options/command-options.ts';
import type {ProcessIdentity} from '../../processes/identity.ts';
import type {SourceState} from '../../screen/state/store.ts';
import {sanitize} from '../../screen/text/sanitize.ts';
import {type CommandState, isAddress, type RunningCommand, startCommand} from '../../sources/index.ts';
import {sourceName} from '../source-name.ts';
import type {Keeper} from './start-keeper.ts';

/** What is watched: the sources that the engine reads itself, and those read here and sent to it. */
export type WatchSource = {
	readonly engineSources: readonly EngineSource[];
	/** Whether it can be read only once, and so is recorded. */
	readonly isStream: boolean;
	/** Other processes that will continue its recording. */
	readonly keepers: readonly ProcessIdentity[];
	/** Its state for the header. */
	state(reading: ReadingState | undefined): SourceState;
	/** Sends its data to the engine until it ends. @param onChange - Called when `state` has changed. */
	feed(engine: Engine, onChange: () => void): Promise<void>;
	hasRunningCommand(): boolean;
	/** Ends a started pipeline and all its descendants: SIGTERM, then SIGKILL for those left after the deadline. */
	end(deadlineMs: number): Promise<void>;
	/** Kills the rest of a started pipeline, unless it is kept. */
	endNow(): void;
	/** Whether the pipeline will keep running after obs-top ends. */
	isKept(): boolean;
	/** Whether it should have been kept, but its keeper has ended. */
	isKeeperLost(): boolean;
	/** Calls the listener when that happens. */
	whenKeeperLost(listener: (notice: string) => void): void;
	/**
	Hands the pipeline's output to its keeper.

	@param held - If `undefined`, the keeper starts by itself when this process ends.
	*/
	handOver(held: HeldBytes | undefined): Promise<void>;
	/** One line on where to find a kept pipeline. */
	whereabouts(): string;
	/** The started pipeline's exit code once it has ended, otherwise 0. */
	exitCode(): number;
};

/**
Opens what is watched, and starts the command if there is one.

@param keptIn - Where to keep recording a started pipeline after obs-top ends; `undefined` ends the pipeline too.
@throws CommandStartError, UsageError
*/
export async function openWatchSource(options: SourceOptions, keptIn: RecordingPlan | undefined): Promise<WatchSource> {
	if (keptIn !== undefined && (await isThere(keptIn.path))) {
		throw takenError(keptIn.path); // before starting anything: the keeper would take an existing file for its recording
	}
	const command = options.command && (await startCommand(options.command, 'descriptors', {endsWithUs: keptIn === undefined}));
	const keeper = command && keptIn && (await keeperOf(command, keptIn));
	const files = options.files.map((path): EngineSource => ({type: options.follow || isAddress(path) ? 'follow' : 'file', path}));
	const name = sourceName(options);
	const descriptors = command === undefined ? stdinDescriptors(options) : command.descriptors;
	const streamSource: EngineSource = {type: 'stream', name, descriptors};
	const isStream = command !== undefined || options.stdin;
	let hasEnded = false;
	const goesOn = () => command !== undefined && (command.state.type === 'running' || command.state.outputOpen);
	const isKept = () => keeper?.isThere() === true && goesOn();
	const isKeeperLost = () => keeper?.isThere() === false && goesOn();
	return {
		engineSources: isStream ? [...files, streamSource] : files,
		isStream,
		keepers: keeper === undefined ? [] : [keeper.identity],
		state(reading) {
			if (command !== undefined) {
				return commandState(command.state, name, isKeeperLost());
			}
			if (options.stdin) {
				return {type: hasEnded ? 'ended' : 'live', name};
			}
			if (options.follow || options.files.some(isAddress)) {
				return {type: 'live', name};
			}
			return reading?.ended
				? {type: 'replay', name}
				: {
						type: 'reading',
						name,
						bytesRead: reading?.bytesRead ?? 0,
						bytesTotal: reading?.bytesTotal,
						bytesPerSecond: reading?.bytesPerSecond,
					};
		},
		async feed(engine, onChange) {
			if (descriptors !== undefined) {
				const ended = engine.ended(files.length);
				await (command === undefined ? ended : command.watch(ended, onChange));
				hasEnded = true;
				onChange();
				return;
			}
			const push = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => engine.push(files.length, stream, bytes);
			if (command !== undefined) {
				await command.read(push, onChange);
			} else if (options.stdin) {
				const {readStdin} = await import('../../sources/stdin.ts');
				for await (const bytes of readStdin()) {
					await push('stdout', bytes);
				}
			}
			hasEnded = true;
			if (isStream) {
				engine.end(files.length);
			}
			onChange();
		},
		hasRunningCommand: () => command?.state.type === 'running',
		async end(deadlineMs) {
			await command?.end(deadlineMs);
		},
		endNow() {
			if (!isKept()) {
				command?.endNow();
			}
		},
		isKept,
		isKeeperLost,
		whenKeeperLost(listener) {
			void keeper?.ended.then(() => {
				if (isKeeperLost()) {
					listener(`the pipeline is no longer kept: its keeper (process ${keeper.identity.pid}) has ended, so quitting ends it`);
				}
			});
		},
		async handOver(held) {
			if (held !== undefined) {
				await keeper?.handOver(held);
			}
		},
		whereabouts: () =>
			sanitize(
				`obs-top: the pipeline (process ${command?.state.pid}) keeps running, recorded in ${keptIn?.path} (to watch it: obs-top -f ${shellWord(keptIn?.path ?? '')}; to end it: kill -- -${command?.state.pid})`,
			),
		exitCode: () => (command?.state.type === 'exited' ? exitCodeOf(command.state) : 0),
	};
}

async function keeperOf(command: RunningCommand, recording: RecordingPlan): Promise<Keeper> {
	try {
		if (command.descriptors === undefined) {
			throw new UsageError("--keep: this system has no pipes that another process could take over (mkfifo doesn't work)");
		}
		const {startKeeper} = await import('./start-keeper.ts');
		return await startKeeper(command.descriptors, recording);
	} catch (error) {
		await command.end();
		throw error;
	}
}

/** Runs in another thread, because it may wait for the disk. */
const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);

/** Quotes a text as one shell word. */
const shellWord = (text: string): string => (/^[\w./+:@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The engine can read a pipe itself. */
function stdinDescriptors({stdin, command}: SourceOptions): StreamDescriptors | undefined {
	const stat = stdin && command === undefined ? fstatSync(0) : undefined;
	return stat?.isFIFO() || stat?.isSocket() ? {stdout: 0, stderr: undefined} : undefined;
}

function commandState(state: CommandState, name: string, isKeeperLost: boolean): SourceState {
	switch (state.type) {
		case 'running':
			return {type: 'running', name, pid: state.pid, isKeeperLost};
		case 'exited':
			return {type: 'exited', name, code: state.code, signal: state.signal, outputOpen: state.outputOpen, isKeeperLost};
	}
}

function exitCodeOf({code, signal}: {readonly code: number | undefined; readonly signal: string | undefined}): number {
	const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
	return code ?? 128 + (number ?? 0);
}
