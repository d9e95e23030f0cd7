import {createWriteStream, fchmodSync, lstatSync, renameSync, type WriteStream} from 'node:fs';
import process from 'node:process';
import {type FileIdentity, identityAt, identityOf, isSame, removeFile} from './identity.ts';
import {ForeignFileError, openNewFile} from './own-file.ts';
import {isOurs} from './owner.ts';

/** A file that gets its name only when it is completely written; until then the old file, if any, stays in place. */
export class WholeFile {
	/** Write the content to this stream and end it. */
	readonly stream: WriteStream;
	/** Its temporary name. */
	readonly beside: string;
	readonly #path: string;
	readonly #identity: FileIdentity;

	/**
	@throws ForeignFileError if the name is taken by anything but a regular file of the user; a system error if it can't
	be written.
	*/
	constructor(path: string) {
		const before = lstatSync(path, {throwIfNoEntry: false});
		if (before !== undefined && !before.isFile()) {
			throw new ForeignFileError(path, before.isSymbolicLink() ? 'is a link' : 'is not a regular file');
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
	Call when it is written and its stream is closed.

	@throws ForeignFileError if someone has replaced the temporary file; otherwise a system error.
	*/
	finish(): void {
		if (!isSame(this.#identity, identityAt(this.beside))) {
			throw new ForeignFileError(this.beside, 'is not the file that was written');
		}
		renameSync(this.beside, this.#path);
		unfinished.delete(this.beside);
	}

	/** Removes an unfinished file; does nothing to a finished one. */
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
