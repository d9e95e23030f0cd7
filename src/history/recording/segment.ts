import {Buffer} from 'node:buffer';
import {closeSync, ftruncate, ftruncateSync, write, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';
import {identityOf} from '../../files/identity.ts';
import {makeFolders} from '../../files/make-folders.ts';
import {openNewFiles} from '../../files/own-file.ts';
import {openNamelessFile} from '../../files/own-folder.ts';
import {fillFrom} from '../byte-store.ts';
import {markLine, type RecordingMark} from './recording-mark.ts';
import {timesPath} from './recording-names.ts';
import {type NamedSegment, removeSegment, setAside} from './segment-names.ts';

const writeAsync = promisify(write);
const truncateAsync = promisify(ftruncate);

/** One file of a recording: lines, and in its side file when and on which stream they arrived. */
export class Segment {
	/** Offset of its first byte in the recording. */
	readonly startOffset: number;
	readonly #fd: number;
	readonly #timesFd: number | undefined;
	#named: NamedSegment | undefined;
	#length = 0;
	#timesLength = 0;

	private constructor(startOffset: number, fd: number, timesFd?: number, named?: NamedSegment, timesLength = 0) {
		this.startOffset = startOffset;
		this.#fd = fd;
		this.#timesFd = timesFd;
		this.#named = named;
		this.#timesLength = timesLength;
	}

	/**
	Creates the file and its side file, readable by their owner only. Never opens existing files or follows links.

	@param name - The name of the recording's newest file.
	@throws A system error: EEXIST when a name is taken.
	*/
	static create(path: string, startOffset: number, mark: RecordingMark, name: string): Segment {
		makeFolders(dirname(path));
		const [fd, timesFd] = openNewFiles(path, timesPath(path));
		const named = {path, lines: identityOf(fd), times: identityOf(timesFd)};
		const timesLength = writeMark(timesFd, markLine({mark, name, lines: named.lines, times: named.times}));
		return new Segment(startOffset, fd, timesFd, named, timesLength);
	}

	/**
	A segment that nobody else sees and that disappears with this program.

	@throws A system error when it can't be created.
	*/
	static createNameless(startOffset: number): Segment {
		return new Segment(startOffset, openNamelessFile());
	}

	/** `undefined` when it never had a name, or has lost it. */
	get named(): NamedSegment | undefined {
		return this.#named;
	}

	get length(): number {
		return this.#length;
	}

	get endOffset(): number {
		return this.startOffset + this.#length;
	}

	/** Appends all or nothing: after a failure it ends where it ended before, after a whole line. */
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

	/** Frees the recording's own path for the next segment, if this one has it. */
	setAside(path: string | undefined): void {
		if (this.#named !== undefined && this.#named.path === path) {
			const aside = setAside(this.#named);
			this.#named = aside === undefined ? undefined : {...this.#named, path: aside};
		}
	}

	/** Removes its name. Open files stay readable. */
	remove(): void {
		if (this.#named !== undefined) {
			removeSegment(this.#named);
		}
	}
}

/**
All or nothing: on a full disk, the recording has no mark, and nobody takes it for a recording.

@returns Its length.
*/
function writeMark(fd: number, line: string): number {
	try {
		if (writeSync(fd, line, 0) === Buffer.byteLength(line)) {
			return Buffer.byteLength(line);
		}
	} catch {
		// There is no room for it.
	}
	ftruncateSync(fd, 0);
	return 0;
}

async function writeAll(fd: number, bytes: Buffer, position: number): Promise<number> {
	let done = 0;
	while (done < bytes.length) {
		const {bytesWritten} = await writeAsync(fd, bytes, done, bytes.length - done, position + done);
		done += bytesWritten;
	}
	return done;
}
