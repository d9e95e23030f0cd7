import type {Part, Source} from '../sources/index.ts';
import type {ReadLine} from './merge-queue.ts';
import type {OrderedFile} from './order-files.ts';

/** One stream of bytes, processed as it arrives. */
export type ByteInput = {
	write(bytes: Uint8Array): void;
	/** The stream has ended; its last line is complete. */
	end(): void;
	/** The file was truncated: an incomplete line is lost. Omit it if no file is followed. */
	cut?(): void;
};

/** One of several files, whose lines are merged with those of the others. */
export type OrderedInput<Line extends ReadLine> = ByteInput & {
	/** Copies a line that has to wait into its own memory. */
	hold(line: Line): Line;
	/** Called when it is the line's turn. */
	take(line: Line): void;
	/** Called after its last line was taken. */
	flush(): void;
};

/** The source of a stream: its index among all sources, and its properties. */
export type Origin = {readonly file: number} & Pick<Source, 'name' | 'isOnce' | 'isOfParts'>;

/** Processes the streams of a source. */
export type StreamSink = {
	open(part: Part, origin: Origin): ByteInput;
	/**
	A part's file has been renamed; the sink takes it over, to read back from and to close. If omitted, it is closed.
	*/
	keepRotated?(part: Part): void;
	/**
	Called after each chunk, to write output and let other work run; reading waits for it. `isIdle`: there is nothing more
	for now.
	*/
	settle?(state: {readonly isIdle: boolean}): Promise<void> | void;
	/** Whether to stop reading. */
	isDone?(): boolean;
};

/** Processes a log: folds, prints or selects it. */
export type LogSink<Line extends ReadLine = ReadLine> = StreamSink & {
	/** Opens one of several files that are merged by time. If omitted, files are read one after another. */
	openOrdered?(file: OrderedFile, part: Part, origin: Origin, onLine: (line: Line) => void): OrderedInput<Line>;
	/** Files stay open after they have been read; the sink closes them. */
	readonly keepsFiles?: boolean;
	/** Reads a single file in its own way, with threads. @returns Whether it did. */
	takeFile?(file: OrderedFile): Promise<boolean>;
};
