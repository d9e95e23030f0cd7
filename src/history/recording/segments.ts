import {basename} from 'node:path';
import {recordingError} from './recording-error.ts';
import type {RecordingMark} from './recording-mark.ts';
import {Segment} from './segment.ts';
import {inFreePlace, isTaken, type OlderSegment, removeSegment, segmentsOf, setAside} from './segment-names.ts';

/** Where a recording is stored, and what it says about itself there. */
export type RecordingPlace = {
	readonly path: string;
	readonly mark: RecordingMark;
	/** Continues another process's recording: the files with this mark count, and the newest of them is set aside. */
	readonly isContinued?: boolean;
};

export type SegmentsOptions = {
	/**
	Without a place, it is only for reading back while this program runs: nobody else sees it, and it disappears with
	the program.
	*/
	readonly place?: RecordingPlace | undefined;
	/** The maximum size of all files together. Above it, the oldest one is removed. */
	readonly maxBytes: number;
	/** 64 MiB by default, and never more than a quarter of `maxBytes`. */
	readonly segmentBytes?: number;
};

const defaultSegmentBytes = 64 * 1024 * 1024;

/**
The files of a recording: the newest under its own name, earlier ones under numbers. Files are identified by more than
their names: foreign files under such names are neither moved nor removed, and a file that was moved stays where it is.
*/
export class Segments {
	readonly #options: SegmentsOptions;
	/** Segments without a gap between them. The last one is written to. */
	readonly #readable: Segment[] = [];
	/** Earlier ones, which are not read back here. */
	readonly #older: OlderSegment[] = [];

	/** @throws UsageError when the path exists or can't be written. */
	constructor(options: SegmentsOptions) {
		this.#options = options;
		if (options.place?.isContinued === true) {
			this.#older.push(...takenOver(options.place));
		}
		this.#open(0);
	}

	/** Of the newest file. */
	get path(): string | undefined {
		return this.#readable.at(-1)?.named?.path;
	}

	/** Offset in the recording of the first readable byte. */
	get startOffset(): number {
		return this.#readable[0]?.startOffset ?? 0;
	}

	/** End of what is written. */
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

	/** The segment to write to. A new one when the last is full. */
	current(): Segment {
		const {maxBytes, segmentBytes = defaultSegmentBytes} = this.#options;
		const last = this.#readable.at(-1);
		if (last !== undefined && last.length < Math.min(segmentBytes, maxBytes / 4)) {
			return last;
		}
		last?.setAside(this.#options.place?.path);
		return this.#open(this.endOffset);
	}

	/** @returns 0 when no file has these bytes. */
	readInto(offset: number, target: Uint8Array): number {
		const segment = this.#readable.findLast(({startOffset}) => startOffset <= offset);
		return segment !== undefined && offset < segment.endOffset ? segment.readInto(offset, target) : 0;
	}

	/** Starts a new file at an offset. What is before a gap is no longer read back. */
	beginAnew(startOffset: number): void {
		const {endOffset} = this;
		const last = this.#readable.at(-1);
		if (last?.length === 0) {
			this.#readable.pop();
			last.remove();
			last.close();
		} else {
			last?.setAside(this.#options.place?.path);
		}
		if (startOffset !== endOffset) {
			this.#older.push(...this.#readable.flatMap(closed));
			this.close();
		}
		this.#open(startOffset);
	}

	dropOldest(): void {
		while (this.byteLength > this.#options.maxBytes && this.#older.length + this.#readable.length > 1) {
			const older = this.#older.shift();
			if (older === undefined) {
				const oldest = this.#readable.shift();
				oldest?.remove();
				oldest?.close();
			} else {
				removeSegment(older);
			}
		}
	}

	close(): void {
		for (const segment of this.#readable.splice(0)) {
			segment.close();
		}
	}

	#open(startOffset: number): Segment {
		const {place} = this.#options;
		try {
			const segment = place === undefined ? Segment.createNameless(startOffset) : this.#create(startOffset, place);
			this.#readable.push(segment);
			return segment;
		} catch (error) {
			throw recordingError(place?.path, error);
		}
	}

	/** If a foreign file has taken the name of a continuing recording, the recording continues under a number. */
	#create(startOffset: number, {path, mark, isContinued = false}: RecordingPlace): Segment {
		const create = (free: string) => Segment.create(free, startOffset, mark, basename(path));
		const goesOn = isContinued || this.#readable.length + this.#older.length > 0;
		try {
			return create(path);
		} catch (error) {
			if (goesOn && isTaken(error)) {
				return inFreePlace(path, create);
			}
			throw error;
		}
	}
}

function takenOver({path, mark}: RecordingPlace): readonly OlderSegment[] {
	return segmentsOf(path, mark.id).flatMap(segment => {
		const aside = segment.path === path ? setAside(segment) : segment.path;
		return aside === undefined ? [] : [{...segment, path: aside}];
	});
}

const closed = ({named, length}: Segment): readonly OlderSegment[] => (named === undefined ? [] : [{...named, byteLength: length}]);
