import {createWriteStream, fchmodSync, lstatSync, renameSync, type WriteStream} from 'node:fs';
import process from 'node:process';
import {type FileIdentity, identityAt, identityOf, isSame, removeFile} from './identity.ts';
import {ForeignFileError, openNewFile} from './own-file.ts';
import {isOurs} from './owner.ts';

/** A file that gets its name when all of it is written: until then there is what was there before, or nothing. */
export class WholeFile {
	/** To be written to its end. */
	readonly stream: WriteStream;
	/** Its name until then. */
	readonly beside: string;
	readonly #path: string;
	readonly #identity: FileIdentity;

	/**
	@throws ForeignFileError where something stands under its name that is no regular file of the user's own; an error of the system where it can't be written.
	*/
	constructor(path: string) {
		const before = lstatSync(path, {throwIfNoEntry: false});
		if (before !== undefined && !before.isFile()) {
			throw new ForeignFileError(path, before.isSymbolicLink() ? 'is a link' : 'is no regular file');
		}
		if (before !== undefined && !isOurs(before.uid)) {
			throw new ForeignFileError(path, 'belongs to another user');
		}
		this.#path = path;
		this.beside = `${path}.${Math.random().toString(36).slice(2, 10)}`;
		const fd = openNewFile(this.beside);
		this.#identity = identityOf(fd);
		unfinished.set(this.beside, this.#identity);
		this.stream = createWriteStream('', {fd});
		fchmodSync(fd, before === undefined ? 0o666 & ~process.umask() : before.mode & 0o777);
	}

	/**
	It is written, and its stream closed.

	@throws ForeignFileError where somebody has put another file in its place; an error of the system.
	*/
	finish(): void {
		if (!isSame(this.#identity, identityAt(this.beside))) {
			throw new ForeignFileError(this.beside, 'is not the file that was written');
		}
		renameSync(this.beside, this.#path);
		unfinished.delete(this.beside);
	}

	/** Of one that is not finished nothing is left; of one that is nothing is changed. */
	drop(): void {
		this.stream.destroy();
		if (unfinished.delete(this.beside)) {
			removeFile(this.beside, this.#identity);
		}
	}
}

const unfinished = new Map<string, FileIdentity>();
process.on('exit', () => {
	for (const [path, identity] of unfinished) {
		removeFile(path, identity);
	}
});
