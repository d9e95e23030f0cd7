import {Buffer} from 'node:buffer';
import {closeSync, ftruncate, mkdirSync, rmSync, write} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';
import {UsageError} from '../errors.ts';
import {openNewFiles} from '../files/own-file.ts';
import {fillFrom} from './byte-store.ts';
import {setAside, timesPath} from './segment-names.ts';

const writeAsync = promisify(write);
const truncateAsync = promisify(ftruncate);

/** One file of a recording: lines, and beside it when and on which stream they came. */
export class Segment {
	#path: string;
	/** Offset in the recording of its first byte. */
	readonly startOffset: number;
	readonly #fd: number;
	readonly #timesFd: number | undefined;
	#length = 0;
	#timesLength = 0;

	/**
	The file is made, readable for its owner alone, and never one that is there already or stands behind a link.

	@param options.times - Whether the side file `PATH.times` is written.
	@throws UsageError when the path is taken or can't be written.
	*/
	constructor(path: string, startOffset: number, {times}: {readonly times: boolean}) {
		this.#path = path;
		this.startOffset = startOffset;
		try {
			mkdirSync(dirname(path), {recursive: true, mode: 0o700});
			[this.#fd, this.#timesFd] = openNewFiles(path, times ? timesPath(path) : undefined);
		} catch (error) {
			throw recordingError(path, error);
		}
	}

	get path(): string {
		return this.#path;
	}

	get length(): number {
		return this.#length;
	}

	get endOffset(): number {
		return this.startOffset + this.#length;
	}

	/** Appends all or nothing: after a failure it ends where it ended before, on a whole line. */
	async append(lines: Buffer, times: string): Promise<void> {
		try {
			const position = this.#length + (await writeAll(this.#fd, lines, this.#length));
			if (this.#timesFd !== undefined && times !== '') {
				this.#timesLength += await writeAll(this.#timesFd, Buffer.from(times), this.#timesLength);
			}
			this.#length = position;
		} catch (error) {
			await truncateAsync(this.#fd, this.#length).catch(() => {});
			if (this.#timesFd !== undefined) {
				await truncateAsync(this.#timesFd, this.#timesLength).catch(() => {});
			}
			throw error;
		}
	}

	/** @param offset - In the recording. */
	readInto(offset: number, target: Uint8Array): number {
		return fillFrom(this.#fd, offset - this.startOffset, target.subarray(0, this.endOffset - offset));
	}

	close(): void {
		closeSync(this.#fd);
		if (this.#timesFd !== undefined) {
			closeSync(this.#timesFd);
		}
	}

	/** Gives its name to the next one. */
	setAside(): void {
		this.#path = setAside(this.#path);
	}

	/** Takes its name away; what is open stays readable. */
	remove(): void {
		removeSegment(this.#path);
	}
}

export function removeSegment(path: string): void {
	rmSync(path, {force: true});
	rmSync(timesPath(path), {force: true});
}

async function writeAll(fd: number, bytes: Buffer, position: number): Promise<number> {
	let done = 0;
	while (done < bytes.length) {
		const {bytesWritten} = await writeAsync(fd, bytes, done, bytes.length - done, position + done);
		done += bytesWritten;
	}
	return done;
}

function recordingError(path: string, error: unknown): unknown {
	if (!(error instanceof Error) || !('code' in error)) {
		return error;
	}
	return error.code === 'EEXIST'
		? takenError('path' in error ? String(error.path) : path, {cause: error})
		: new UsageError(`recording ${path}: can't be written: ${error.code} (--no-record goes without)`, {cause: error});
}

export function takenError(path: string, options?: ErrorOptions): UsageError {
	return new UsageError(`recording ${path}: is there already (name another path, or remove it)`, options);
}
