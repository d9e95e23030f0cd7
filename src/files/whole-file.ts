import {createWriteStream, fchmodSync, lstatSync, renameSync, rmSync, type WriteStream} from 'node:fs';
import process from 'node:process';
import {ForeignFileError, openNewFile} from './own-file.ts';

/** A file that gets its name when all of it is written: until then there is what was there before, or nothing. */
export class WholeFile {
	/** To be written to its end. */
	readonly stream: WriteStream;
	readonly #path: string;
	readonly #beside: string;

	/**
	@throws ForeignFileError where something stands under its name that is no regular file of the user's own; an error of the system where it can't be written.
	*/
	constructor(path: string) {
		const before = lstatSync(path, {throwIfNoEntry: false});
		if (before !== undefined && !before.isFile()) {
			throw new ForeignFileError(path, before.isSymbolicLink() ? 'is a link' : 'is no regular file');
		}
		if (before !== undefined && before.uid !== process.geteuid?.()) {
			throw new ForeignFileError(path, 'belongs to another user');
		}
		this.#path = path;
		this.#beside = `${path}.${Math.random().toString(36).slice(2, 10)}`;
		const fd = openNewFile(this.#beside);
		unfinished.add(this.#beside);
		this.stream = createWriteStream('', {fd});
		fchmodSync(fd, before === undefined ? 0o666 & ~process.umask() : before.mode & 0o777);
	}

	/** It is written, and its stream closed. */
	finish(): void {
		renameSync(this.#beside, this.#path);
		unfinished.delete(this.#beside);
	}

	/** Of one that is not finished nothing is left; of one that is nothing is changed. */
	drop(): void {
		this.stream.destroy();
		if (unfinished.delete(this.#beside)) {
			rmSync(this.#beside, {force: true});
		}
	}
}

const unfinished = new Set<string>();
process.on('exit', () => {
	for (const path of unfinished) {
		rmSync(path, {force: true});
	}
});
