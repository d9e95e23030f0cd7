import {Buffer} from 'node:buffer';
import {setTimeout as sleep} from 'node:timers/promises';
import {briefWhyUnwritten, codeOf} from '../../shared/system-error.ts';
import type {ByteStore} from '../byte-store.ts';
import {Ring, type RingLimits} from '../ring.ts';
import {ArrivalNotes} from './arrival-notes.ts';
import {Segments, type SegmentsOptions} from './segments.ts';
import type {Run} from './whole-lines.ts';

export type RecordingOptions = SegmentsOptions & {
	/** For lines not yet written, or the newest lines when writing has stopped. */
	readonly ring?: RingLimits;
	/** One line for the user: the recording has stopped or continues. */
	readonly onNotice: (notice: string) => void;
};

const defaultRing: RingLimits = {maxBytes: 16 * 1024 * 1024, maxLines: 500_000};
const writeBytes = 1024 * 1024;
const gatherMs = 100; // a write costs as much as folding a few lines
const gatherBytes = 256 * 1024;
const waitAboveBytes = 8 * 1024 * 1024;
const waitMs = 20;

/**
Records a pipe or a child as data arrives: whole, unmodified lines in `PATH`. A full file gets a number before its
extension, and a new `PATH` is started, so anyone who follows `PATH` sees everything. Each file has a `.times` file: a
line that identifies the recording, then JSON lines `{offset, atMs, stream}` (the lines from `offset` on arrived at
`atMs`).

It never makes the reader wait. Lines wait in memory for the disk. If the disk is full or too slow, the recording stops
after a whole line, and only the newest lines stay in memory, until it is told to continue.
*/
export class Recording implements ByteStore {
	readonly #options: RecordingOptions;
	readonly #ring: Ring;
	readonly #segments: Segments;
	readonly #arrivals = new ArrivalNotes();
	#copy = Buffer.alloc(0);
	#writing: Promise<void> | undefined;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;
	#path: string | undefined;

	/** @throws UsageError when the path exists or can't be written. */
	constructor(options: RecordingOptions) {
		this.#options = options;
		this.#ring = new Ring(options.ring ?? defaultRing);
		this.#segments = new Segments(options);
		this.#path = this.#segments.path;
	}

	/** That of the files if there is no gap before the memory, otherwise that of the memory. */
	get firstOffset(): number {
		const {firstOffset} = this.#ring;
		return firstOffset <= this.#segments.endOffset ? Math.min(this.#segments.startOffset, firstOffset) : firstOffset;
	}

	/** Bytes that are not written yet. */
	get waitingBytes(): number {
		return this.#stopped ? 0 : this.#ring.endOffset - this.#segments.endOffset;
	}

	/** @returns Its offset. */
	append(run: Run, stream: 'stdout' | 'stderr', atMs: number): number {
		const offset = this.#ring.append(run);
		if (run.byteLength === 0) {
			return offset;
		}
		if (this.#ring.firstOffset > this.#segments.endOffset) {
			this.#arrivals.forget();
			if (!this.#stopped) {
				this.#stop('the disk is too slow');
			}
			return offset;
		}
		this.#arrivals.note({offset, atMs, stream});
		this.#writeOn();
		return offset;
	}

	/** Continues a stopped recording in a new file. Reports what had left the memory by then and is missing. */
	async goOn(): Promise<void> {
		await this.drain(); // a write that hung may still be in progress
		if (!this.#stopped) {
			this.#options.onNotice(`already recording to ${this.#path}`);
			return;
		}
		const {endOffset, firstOffset} = this.#ring;
		const holdsAll = firstOffset <= this.#segments.endOffset && endOffset - this.#segments.endOffset <= waitAboveBytes;
		const missing = holdsAll ? 0 : endOffset - this.#segments.endOffset;
		try {
			this.#segments.beginAnew(holdsAll ? this.#segments.endOffset : endOffset);
		} catch (error) {
			this.#options.onNotice(error instanceof Error ? error.message : String(error));
			return;
		}
		this.#stopped = false;
		this.#writeOn();
		this.#options.onNotice(
			`recording resumed (${missing === 0 ? 'nothing is' : `${missing} bytes are`} missing) in ${this.#segments.path}`,
		);
	}

	/**
	When more data may come. `undefined` means now. While a lot waits for the disk, a moment later: a burst is slowed down
	a little, and a disk that hangs causes a delay of a few seconds in total, until the recording gives up.
	*/
	whenDue(): Promise<void> | undefined {
		return this.waitingBytes > waitAboveBytes ? Promise.race([this.drain(), sleep(waitMs)]) : undefined;
	}

	read(offset: number, byteLength: number): Buffer {
		const buffer = Buffer.allocUnsafe(byteLength);
		return buffer.subarray(0, this.readInto(offset, buffer));
	}

	/** Reads from the ring, or from the segments what has left the ring. */
	readInto(offset: number, target: Uint8Array): number {
		let length = 0;
		while (length < target.length) {
			const at = offset + length;
			const rest = target.subarray(length);
			const count = this.#ring.readInto(at, rest) || this.#segments.readInto(at, rest);
			if (count === 0) {
				break;
			}
			length += count;
		}
		return length;
	}

	/** Waits until everything is written, for readers that can wait. */
	async drain(): Promise<void> {
		this.#writeNow();
		await this.#writing;
	}

	async close(): Promise<void> {
		await this.drain();
		this.#segments.close();
	}

	/** A stream that arrives line by line is written ten times a second. */
	#writeOn(): void {
		if (this.waitingBytes >= gatherBytes) {
			this.#writeNow();
		} else {
			this.#timer ??= setTimeout(() => this.#writeNow(), gatherMs);
		}
	}

	#writeNow(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.waitingBytes > 0) {
			this.#writing ??= this.#write();
		}
	}

	async #write(): Promise<void> {
		try {
			while (!this.#stopped && this.#segments.endOffset < this.#ring.endOffset) {
				const segment = this.#segments.current();
				this.#tellPath();
				const from = this.#segments.endOffset;
				// One write for many runs: a fast stream arrives in more pieces than there are turns to write them.
				const lines = this.#copied(from, this.#ring.wholeEnd(from, writeBytes));
				await segment.append(lines, this.#arrivals.take(from + lines.length, segment));
				this.#segments.dropOldest();
			}
		} catch (error) {
			this.#stop(whyStopped(error));
		}
		this.#writing = undefined;
	}

	/** The bytes being written must not change, but the ring moves on. */
	#copied(from: number, to: number): Buffer {
		if (to - from > this.#copy.length) {
			this.#copy = Buffer.allocUnsafeSlow(Math.max(to - from, writeBytes));
		}
		return this.#copy.subarray(0, this.#ring.readInto(from, this.#copy.subarray(0, to - from)));
	}

	#stop(why: string): void {
		this.#stopped = true;
		const where = this.#path === undefined ? '' : ` (R resumes; ${this.#segments.byteLength} bytes are in ${this.#path})`;
		this.#options.onNotice(`recording stopped: ${why}${where}`);
	}

	#tellPath(): void {
		const {path} = this.#segments;
		if (path !== this.#path && path !== this.#options.place?.path) {
			this.#options.onNotice(`recording to ${path} instead: another file is named ${this.#options.place?.path}`);
		}
		this.#path = path;
	}
}

function whyStopped(error: unknown): string {
	const code = codeOf(error);
	return code === undefined ? String(error instanceof Error ? error.message : error) : briefWhyUnwritten(code);
}
