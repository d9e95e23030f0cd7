import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {workerFile} from '../../bundled-file.ts';
import type {HeldBytes, RecordingPlan} from '../../engine/protocol.ts';
import {identityOfProcess, type ProcessIdentity} from '../../processes/identity.ts';

/** The process that records the pipeline on once obs-top has ended, and waits until then. */
export type Keeper = {
	readonly identity: ProcessIdentity;
	/** Somebody may have ended it. */
	isThere(): boolean;
	/** Resolves when it has ended. */
	readonly ended: Promise<void>;
	/** It goes on now, instead of when this process has ended. @param held - What was read of lines that were not whole. */
	handOver(held: HeldBytes): Promise<void>;
};

export async function startKeeper(
	{stdout, stderr}: {readonly stdout: number; readonly stderr: number},
	{path, mark, maxBytes}: RecordingPlan,
): Promise<Keeper> {
	const keeper = workerFile('keeper.mjs', 'commands/watch/keeper.ts');
	const child = spawn(process.execPath, ['--disable-sigusr1', keeper, path, String(maxBytes), JSON.stringify(mark)], {
		detached: true, // a terminal that hangs up is nothing to it
		stdio: ['pipe', 'ignore', 'ignore', stdout, stderr],
	});
	await once(child, 'spawn');
	child.unref();
	const ended = once(child, 'exit').then(
		() => {},
		() => {},
	);
	const {stdin} = child;
	stdin?.on('error', () => {});
	return {
		identity: identityOfProcess(child.pid),
		ended,
		isThere: () => child.exitCode === null && child.signalCode === null,
		handOver: held => new Promise(resolve => stdin?.end(Buffer.concat([held.stdout, Buffer.from('\n'), held.stderr]), resolve)),
	};
}
