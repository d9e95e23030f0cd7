import {closeSync, constants, fstatSync, openSync, statSync} from 'node:fs';
import {fileNamed} from '../../files/file-names.ts';
import {isCode, sourceFailure} from '../source-failure.ts';

const missingCodes = ['ENOENT', 'ENOTDIR', 'ESTALE'];

/** The followed name: finds out which file has it now, and tells the user while none has. */
export class FollowedName {
	readonly #path: string;
	readonly #onNotice: (notice: string) => void;
	#seenNs: bigint | undefined;
	#hadFile = false;
	/** Why nothing can be read there; reported once. */
	#trouble: string | undefined;

	constructor(path: string, onNotice: (notice: string) => void) {
		this.#path = path;
		this.#onNotice = onNotice;
	}

	/** Time of the last check, in nanoseconds since 1970; `undefined` before the first. */
	get seenNs(): bigint | undefined {
		return this.#seenNs;
	}

	/**
	@param currentFd - The file that had the name at the last check.
	@returns The opened file, if another one has the name now; `undefined` if it is the same one, or none.
	@throws SourceError at the first check, if the path is not a file or can't be read.
	*/
	openOther(currentFd: number | undefined): number | undefined {
		const isFirst = this.#seenNs === undefined;
		this.#seenNs = BigInt(Date.now()) * 1_000_000n;
		try {
			const current = currentFd === undefined ? undefined : fstatSync(currentFd, {bigint: true});
			const named = statSync(fileNamed(this.#path), {bigint: true});
			const fd = current !== undefined && isSame(current, named) ? undefined : this.#open(current);
			this.#hadFile = true;
			if (this.#trouble !== undefined) {
				this.#trouble = undefined;
				this.#onNotice(`${this.#path} appeared`);
			}
			return fd;
		} catch (error) {
			const isMissing = isCode(error, ...missingCodes);
			if (isFirst && !isMissing) {
				throw sourceFailure(this.#path, error);
			}
			if (isMissing) {
				this.#tell(this.#hadFile ? `${this.#path} disappeared: waiting for it to come back` : `waiting for ${this.#path}`);
			} else {
				const failure = sourceFailure(this.#path, error);
				this.#tell(`${failure instanceof Error ? failure.message : this.#path}; waiting`);
			}
			return undefined;
		}
	}

	/** The name may be back with the old file by the time it is opened. */
	#open(current: Place | undefined): number | undefined {
		const fd = openSync(fileNamed(this.#path), constants.O_RDONLY | constants.O_NONBLOCK);
		const stat = fstatSync(fd, {bigint: true});
		if (stat.isFile() && !(current !== undefined && isSame(current, stat))) {
			return fd;
		}
		closeSync(fd);
		if (stat.isFile()) {
			return undefined;
		}
		throw Object.assign(new Error(this.#path), {
			code: stat.isDirectory() ? 'EISDIR' : 'a device or a pipe has no end to follow (read it without --follow)',
		});
	}

	#tell(trouble: string): void {
		if (this.#trouble !== trouble) {
			this.#trouble = trouble;
			this.#onNotice(trouble);
		}
	}
}

type Place = {readonly dev: bigint; readonly ino: bigint};

function isSame(a: Place, b: Place): boolean {
	return a.dev === b.dev && a.ino === b.ino;
}
