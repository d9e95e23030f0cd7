import {Buffer} from 'node:buffer';
import {parse} from 'node:path';
import type {ByteStore} from './byte-store.ts';
import {Ring, type RingLimits} from './ring.ts';
import {Segment} from './segment.ts';
import type {Run} from './whole-lines.ts';

export type RecordingOptions = {
	readonly path: string;
	/** What the files may take together; the oldest one goes when they take more. */
	readonly maxBytes: number;
	/** 64 MiB by default, and never more than a quarter of `maxBytes`. */
	readonly segmentBytes?: number;
	/** Lines not yet written, and the newest ones where no more can be written. */
	readonly ring?: RingLimits;
	/** Only for reading back while this program runs: nobody else sees it, and it is gone with it. */
	readonly isPrivate?: boolean;
	/** One line for the user: the recording has stopped. */
	readonly onNotice: (notice: string) => void;
};

const defaultSegmentBytes = 64 * 1024 * 1024;
const defaultRing: RingLimits = {maxBytes: 16 * 1024 * 1024, maxLines: 500_000};
const writeBytes = 1024 * 1024;
const timesEveryMs = 100;

type Arrival = {readonly offset: number; readonly atMs: number; readonly stream: string};

/**
What comes from a pipe or a child, written down as it comes: whole lines as they were, in `PATH`, `PATH` with a number before its extension when that is full, and
so on; beside each its `.times` (JSON lines `{offset, atMs, stream}`: the lines from `offset` on came at `atMs`).

It never makes the reader wait. Lines wait in memory for the disk; when that is full or too slow, the recording ends on a whole line, and the newest lines stay in
memory alone.
*/
export class Recording implements ByteStore {
	readonly #options: RecordingOptions;
	readonly #ring: Ring;
	readonly #segments: Segment[];
	#segmentCount = 1;
	#arrivals: Arrival[] = [];
	#lastArrival: Arrival | undefined;
	#lastWritten: Arrival | undefined;
	#writing: Promise<void> | undefined;
	#stopped = false;

	/** @throws UsageError when the path is taken or can't be written. */
	constructor(options: RecordingOptions) {
		this.#options = options;
		this.#ring = new Ring(options.ring ?? defaultRing);
		this.#segments = [this.#openSegment(options.path, 0)];
	}

	/** Of the files where they reach the memory without a gap, else of the memory. */
	get firstOffset(): number {
		const first = this.#segments[0];
		return first !== undefined && this.#ring.firstOffset <= this.#writtenTo ? first.startOffset : this.#ring.firstOffset;
	}

	/** Bytes that are not written yet. */
	get waitingBytes(): number {
		return this.#stopped ? 0 : this.#ring.endOffset - this.#writtenTo;
	}

	/**
	@param run - Kept: its memory must not be used again.
	@returns Its offset.
	*/
	append(run: Run, stream: 'stdout' | 'stderr', atMs: number): number {
		const offset = this.#ring.append(run);
		if (run.bytes.length > 0 && !this.#stopped) {
			this.#noteArrival({offset, atMs, stream});
			if (this.#ring.firstOffset > this.#writtenTo) {
				this.#stop('the disk is too slow');
			} else {
				this.#writing ??= this.#write();
			}
		}
		return offset;
	}

	read(offset: number, byteLength: number): Buffer {
		const buffer = Buffer.allocUnsafe(byteLength);
		return buffer.subarray(0, this.readInto(offset, buffer));
	}

	/** What is written from its segments, what is not yet from the ring. */
	readInto(offset: number, target: Uint8Array): number {
		let length = 0;
		while (length < target.length) {
			const at = offset + length;
			const rest = target.subarray(length);
			const segment = this.#segments.findLast(({startOffset}) => startOffset <= at);
			const count = segment !== undefined && at < segment.endOffset ? segment.readInto(at, rest) : this.#readRing(at, rest);
			if (count === 0) {
				break;
			}
			length += count;
		}
		return length;
	}

	/** Waits until all is written: for a reader that can wait. */
	async drain(): Promise<void> {
		await this.#writing;
	}

	async close(): Promise<void> {
		await this.drain();
		for (const segment of this.#segments) {
			segment.close();
		}
	}

	get #writtenTo(): number {
		return this.#segments.at(-1)?.endOffset ?? 0;
	}

	#readRing(offset: number, target: Uint8Array): number {
		return offset < this.#ring.firstOffset ? 0 : this.#ring.readInto(offset, target);
	}

	#noteArrival(arrival: Arrival): void {
		const last = this.#lastArrival;
		if (last === undefined || last.stream !== arrival.stream || arrival.atMs - last.atMs >= timesEveryMs) {
			this.#lastArrival = arrival;
			this.#arrivals.push(arrival);
		}
	}

	async #write(): Promise<void> {
		try {
			while (!this.#stopped && this.#writtenTo < this.#ring.endOffset) {
				const segment = this.#segmentToWrite();
				const from = this.#writtenTo;
				// One write for many runs: a stream that is fast comes in more pieces than there are turns to write them.
				const lines = Buffer.concat(takeWhole(this.#ring.runs(from, this.#ring.endOffset)));
				await segment.append(lines, this.#takeTimes(segment, from + lines.length));
				this.#dropOldest();
			}
		} catch (error) {
			this.#stop(
				error instanceof Error && 'code' in error && error.code === 'ENOSPC'
					? 'the disk is full'
					: String(error instanceof Error ? error.message : error),
			);
		}
		this.#writing = undefined;
	}

	#segmentToWrite(): Segment {
		const {path, maxBytes, segmentBytes = defaultSegmentBytes} = this.#options;
		const last = this.#segments.at(-1);
		if (last !== undefined && last.length < Math.min(segmentBytes, maxBytes / 4)) {
			return last;
		}
		const {dir, name, ext} = parse(path);
		const next = this.#openSegment(`${dir === '' ? '.' : dir}/${name}.${this.#segmentCount++}${ext}`, this.#writtenTo);
		this.#segments.push(next);
		return next;
	}

	#openSegment(path: string, startOffset: number): Segment {
		const segment = new Segment(path, startOffset, {times: this.#options.isPrivate !== true});
		if (this.#options.isPrivate === true) {
			segment.remove();
		}
		return segment;
	}

	#takeTimes(segment: Segment, to: number): string {
		const count = this.#arrivals.findIndex(({offset}) => offset >= to);
		const taken = this.#arrivals.splice(0, count === -1 ? this.#arrivals.length : count);
		if (segment.length === 0 && this.#lastWritten !== undefined && taken[0]?.offset !== segment.startOffset) {
			taken.unshift({...this.#lastWritten, offset: segment.startOffset});
		}
		this.#lastWritten = taken.at(-1) ?? this.#lastWritten;
		return taken.map(arrival => `${JSON.stringify({...arrival, offset: arrival.offset - segment.startOffset})}\n`).join('');
	}

	#dropOldest(): void {
		while (this.#segments.length > 1 && this.#writtenTo - (this.#segments[0]?.startOffset ?? 0) > this.#options.maxBytes) {
			const oldest = this.#segments.shift();
			oldest?.close();
			oldest?.remove();
		}
	}

	#stop(why: string): void {
		this.#stopped = true;
		this.#options.onNotice(
			`recording stopped: ${why} (${this.#writtenTo - (this.#segments[0]?.startOffset ?? 0)} bytes are in ${this.#options.path})`,
		);
	}
}

/** As many whole runs as one write should hold, and at least one. */
function takeWhole(runs: readonly Buffer[]): readonly Buffer[] {
	let bytes = 0;
	const end = runs.findIndex(run => {
		bytes += run.length;
		return bytes >= writeBytes;
	});
	return end === -1 ? runs : runs.slice(0, end + 1);
}
