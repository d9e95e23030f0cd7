import {execFileSync} from 'node:child_process';
import {closeSync, constants, createWriteStream, openSync, type WriteStream} from 'node:fs';
import {join} from 'node:path';
import {makeTempFolder, type TempFolder} from '../files/own-folder.ts';

/** A pipe that a child writes to and any thread of ours can read, because descriptors belong to the process. */
export type Fifo = {
	readonly readFd: number;
	/** Destroy it once the child has inherited it. */
	readonly writer: WriteStream;
};

/**
Opens FIFOs and removes their names. Node's own pipes to a child belong to the thread that started it.

@returns `undefined` if the system can't make them.
*/
export function openFifos(count: number): readonly Fifo[] | undefined {
	const fifos: Fifo[] = [];
	let folder: TempFolder | undefined;
	try {
		const made = makeTempFolder();
		folder = made;
		const paths = Array.from({length: count}, (_, index) => join(made.path, String(index)));
		execFileSync('mkfifo', ['-m', '600', ...paths], {stdio: 'ignore'});
		for (const path of paths) {
			const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // don't wait for a writer
			fifos.push({readFd, writer: createWriteStream(path, {fd: openSync(path, constants.O_WRONLY)})});
		}
		return fifos;
	} catch {
		for (const {readFd, writer} of fifos) {
			closeSync(readFd);
			writer.destroy();
		}
		return undefined;
	} finally {
		folder?.remove();
	}
}
