import {closeSync} from 'node:fs';

/**
A stream of bytes with its own lines. A file is one part, a command has two (stdout and stderr), and each file that had
a followed name is one.
*/
export type Part = {
	/** From 0. */
	readonly number: number;
	readonly stream: 'stdout' | 'stderr';
	/** Descriptor to read its bytes from again; `undefined` if it can be read only once or is decompressed. */
	readonly fd: number | undefined;
	/** Offset at which reading begins: 0, except for a copy or a file that was partly read before. */
	readonly startOffset: number;
};

export type SourceEvent<Of extends Part = Part, Bytes extends Uint8Array = Uint8Array> =
	| {readonly type: 'open'; readonly part: Of}
	/** The memory of `bytes` may be reused for the next event. */
	| {readonly type: 'bytes'; readonly part: Of; readonly bytes: Bytes}
	/**
	The part is complete. `ended`: a last line without a newline is complete. `rotated`: likewise, because another file
	has its name now; the reader takes over its descriptor, to read back from and to close. `truncated`: its content is
	gone, including such a line; the next part takes over its descriptor.
	*/
	| {readonly type: 'close'; readonly part: Of; readonly reason: 'ended' | 'rotated' | 'truncated'}
	/** All existing content has been read; from now on everything is new. */
	| {readonly type: 'idle'};

export type SourceReading = {
	readonly signal: AbortSignal;
	/** Called with one line for the user: `waiting for PATH`. */
	readonly onNotice: (notice: string) => void;
	/**
	Called with one line for the user if not everything could be read. What comes before the problem was passed on.
	*/
	readonly onProblem: (problem: string) => void;
	/** Called with the number of bytes read from a file so far, before any decompression. */
	readonly onProgress?: (bytesRead: number) => void;
	/** How a command ended, once all of its output was read. */
	readonly onExit?: ((exit: CommandExit) => void) | undefined;
};

export type CommandExit = {readonly code: number | undefined; readonly signal: string | undefined};

/** Where a log comes from. */
export type Source = {
	/** Its name for the user: a path, `stdin` or the program. */
	readonly name: string;
	/** Whether it can be read only once. */
	readonly isOnce: boolean;
	/** Whether it may have several parts. */
	readonly isOfParts: boolean;
	/**
	Reads from start to end, or until aborted. The next event is made when the last one was taken, which is the
	back-pressure.

	@throws SourceError, CommandStartError
	*/
	read(reading: SourceReading): AsyncGenerator<SourceEvent>;
};

/** The events of a source that is a single stream. */
export async function* onlyPart(chunks: AsyncIterable<Uint8Array>, fd?: number): AsyncGenerator<SourceEvent> {
	const part: Part = {number: 0, stream: 'stdout', fd, startOffset: 0};
	yield {type: 'open', part};
	for await (const bytes of chunks) {
		yield {type: 'bytes', part, bytes};
	}
	yield {type: 'close', part, reason: 'ended'};
}

/** Closes a part that was handed over as `rotated`. */
export function closePart({fd}: Part): void {
	if (fd !== undefined) {
		closeSync(fd);
	}
}
