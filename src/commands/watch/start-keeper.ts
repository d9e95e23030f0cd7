import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {workerFile} from '../../bundled-file.ts';
import type {HeldBytes, RecordingPlan} from '../../engine/protocol.ts';
import {identityOfProcess, type ProcessIdentity} from '../../processes/identity.ts';

/** The process that waits for obs-top to end and then keeps recording the pipeline. */
export type Keeper = {
	readonly identity: ProcessIdentity;
	/** False if someone has ended it. */
	isThere(): boolean;
	/** Resolves when it has ended. */
	readonly ended: Promise<void>;
	/** Starts it now instead of when this process ends. @param held - What was read of unfinished lines. */
	handOver(held: HeldBytes): Promise<void>;
};

export async function startKeeper(
	{stdout, stderr}: {readonly stdout: number; readonly stderr: number},
	{path, mark, maxBytes}: RecordingPlan,
): Promise<Keeper> {
	const keeper = workerFile('keeper.mjs', 'commands/watch/keeper.ts');
	const child = spawn(process.execPath, ['--disable-sigusr1', keeper, path, String(maxBytes), JSON.stringify(mark)], {
		detached: true, // survives the terminal hanging up
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
