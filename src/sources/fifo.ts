import {execFileSync} from 'node:child_process';
import {closeSync, constants, createWriteStream, openSync, type WriteStream} from 'node:fs';
import {join} from 'node:path';
import {makeTempFolder, type TempFolder} from '../files/own-folder.ts';

/** A pipe of our own: what a child writes at one end can be read at the other in any thread, for descriptors are those of the process. */
export type Fifo = {
	readonly readFd: number;
	/** To be destroyed once a child has it. */
	readonly writer: WriteStream;
};

/**
Opens pipes that have no name any more. Node's own pipes of a child belong to the thread that started it.

@returns `undefined` where the system makes none.
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
			const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // not waiting for a writer
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
