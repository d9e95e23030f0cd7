import {closeSync} from 'node:fs';

/** A stream of bytes with lines of its own: a file is one, a command's outputs are two, and each file that had a followed name is one. */
export type Part = {
	/** Counted from 0. */
	readonly number: number;
	readonly stream: 'stdout' | 'stderr';
	/** Where its bytes can be read again; `undefined` where what has passed by is gone, or is inflated. */
	readonly fd: number | undefined;
	/** Where reading begins in it: 0, but for a copy or a file that was read before, which is read on. */
	readonly startOffset: number;
};

export type SourceEvent<Of extends Part = Part, Bytes extends Uint8Array = Uint8Array> =
	| {readonly type: 'open'; readonly part: Of}
	/** The memory of `bytes` may be used again for the next ones. */
	| {readonly type: 'bytes'; readonly part: Of; readonly bytes: Bytes}
	/**
	Nothing more comes from the part. `ended`: a last line without a newline is whole. `rotated`: so it is, for another file has its name; its descriptor is the
	reader's from here on, to read back from and to close. `truncated`: what it held is gone, and such a line with it; its descriptor is the next part's.
	*/
	| {readonly type: 'close'; readonly part: Of; readonly reason: 'ended' | 'rotated' | 'truncated'}
	/** All that is there was read: what comes from now on is new. */
	| {readonly type: 'idle'};

export type SourceReading = {
	readonly signal: AbortSignal;
	/** One line for the user: `waiting for PATH`. */
	readonly onNotice: (notice: string) => void;
	/** One line for the user: not all could be read. What comes before that was handed over. */
	readonly onProblem: (problem: string) => void;
	/** Called as bytes are taken from a file, before any decompression, with how many they are so far. */
	readonly onProgress?: (bytesRead: number) => void;
};

/** Where a log comes from. */
export type Source = {
	/** As it is told to the user: a path, `stdin`, the program. */
	readonly name: string;
	/** Whether what has been read is gone. */
	readonly isOnce: boolean;
	/** Whether it has several parts at a time. */
	readonly isOfParts: boolean;
	/**
	All there is, from the start to the end, or on and on until it is aborted. The next event is made when the last one was taken: that is the back-pressure.

	@throws SourceError, CommandStartError
	*/
	read(reading: SourceReading): AsyncGenerator<SourceEvent>;
};

/** One stream from its start to its end, whose bytes are not read again. */
export async function* onlyPart(chunks: AsyncIterable<Uint8Array>, fd?: number): AsyncGenerator<SourceEvent> {
	const part: Part = {number: 0, stream: 'stdout', fd, startOffset: 0};
	yield {type: 'open', part};
	for await (const bytes of chunks) {
		yield {type: 'bytes', part, bytes};
	}
	yield {type: 'close', part, reason: 'ended'};
}

/** For a part that was handed over as `rotated`. */
export function closePart({fd}: Part): void {
	if (fd !== undefined) {
		closeSync(fd);
	}
}
