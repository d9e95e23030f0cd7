import {existsSync} from 'node:fs';
import {removeSegment, Segment} from './segment.ts';
import {type OlderSegment, olderSegments, setAside} from './segment-names.ts';

export type SegmentsOptions = {
	readonly path: string;
	/** What the files may take together; the oldest one goes when they take more. */
	readonly maxBytes: number;
	/** 64 MiB by default, and never more than a quarter of `maxBytes`. */
	readonly segmentBytes?: number;
	/** Only for reading back while this program runs: nobody else sees it, and it is gone with it. */
	readonly isPrivate?: boolean;
	/** What another process has recorded there is gone on with: its files count, and the newest of them is set aside. */
	readonly isContinued?: boolean;
};

const defaultSegmentBytes = 64 * 1024 * 1024;

/** The files of a recording: the newest under its own name, those before it under numbers. */
export class Segments {
	readonly #options: SegmentsOptions;
	/** Those that follow one another without a gap, the last one written to. */
	readonly #readable: Segment[] = [];
	/** Those before them, which are not read back here. */
	readonly #older: OlderSegment[] = [];

	/** @throws UsageError when the path is taken or can't be written. */
	constructor(options: SegmentsOptions) {
		this.#options = options;
		if (options.isContinued === true && existsSync(options.path)) {
			setAside(options.path);
			this.#older.push(...olderSegments(options.path));
		}
		this.#open(0);
	}

	/** Offset in the recording of the first byte that can be read. */
	get startOffset(): number {
		return this.#readable[0]?.startOffset ?? 0;
	}

	/** As far as it is written. */
	get endOffset(): number {
		return this.#readable.at(-1)?.endOffset ?? 0;
	}

	/** Of all files together. */
	get byteLength(): number {
		return [...this.#older.map(({byteLength}) => byteLength), ...this.#readable.map(({length}) => length)].reduce(
			(sum, length) => sum + length,
			0,
		);
	}

	/** The one to write to; a new one when the last is full. */
	current(): Segment {
		const {maxBytes, segmentBytes = defaultSegmentBytes, isPrivate} = this.#options;
		const last = this.#readable.at(-1);
		if (last !== undefined && last.length < Math.min(segmentBytes, maxBytes / 4)) {
			return last;
		}
		if (isPrivate !== true) {
			last?.setAside();
		}
		return this.#open(this.endOffset);
	}

	/** @returns 0 where no file has bytes of there. */
	readInto(offset: number, target: Uint8Array): number {
		const segment = this.#readable.findLast(({startOffset}) => startOffset <= offset);
		return segment !== undefined && offset < segment.endOffset ? segment.readInto(offset, target) : 0;
	}

	/** Begins a new file that starts at an offset; what is before a gap is not read back any more. */
	beginAnew(startOffset: number): void {
		const {endOffset} = this;
		const last = this.#readable.at(-1);
		if (last?.length === 0) {
			this.#readable.pop();
			last.close();
			last.remove();
		} else {
			last?.setAside();
		}
		if (startOffset !== endOffset) {
			this.#older.push(...this.#readable.map(({path, length}) => ({path, byteLength: length})));
			this.close();
		}
		this.#open(startOffset);
	}

	dropOldest(): void {
		while (this.byteLength > this.#options.maxBytes && this.#older.length + this.#readable.length > 1) {
			const older = this.#older.shift();
			if (older === undefined) {
				const oldest = this.#readable.shift();
				oldest?.close();
				oldest?.remove();
			} else {
				removeSegment(older.path);
			}
		}
	}

	close(): void {
		for (const segment of this.#readable.splice(0)) {
			segment.close();
		}
	}

	#open(startOffset: number): Segment {
		const segment = new Segment(this.#options.path, startOffset, {times: this.#options.isPrivate !== true});
		if (this.#options.isPrivate === true) {
			segment.remove();
		}
		this.#readable.push(segment);
		return segment;
	}
}
