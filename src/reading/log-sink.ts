import type {Part, Source} from '../sources/index.ts';
import type {ReadLine} from './merge-lane.ts';
import type {OrderedFile} from './order-files.ts';

/** One stream of bytes, taken as it comes. */
export type ByteInput = {
	write(bytes: Uint8Array): void;
	/** Its last line is whole. */
	end(): void;
	/** It was emptied: a line that has begun is gone. Left out where nothing that is followed is taken. */
	cut?(): void;
};

/** One file whose lines wait for their turn among those of others. */
export type OrderedInput<Line extends ReadLine> = ByteInput & {
	/** A line that has to wait, in memory of its own. */
	hold(line: Line): Line;
	/** It is a line's turn. */
	take(line: Line): void;
	/** All of its lines were taken. */
	flush(): void;
};

/** Of which source a stream is: its index among all, and what it is. */
export type Origin = {readonly file: number} & Pick<Source, 'name' | 'isOnce' | 'isOfParts'>;

/** What becomes of the streams of a source. */
export type StreamSink = {
	open(part: Part, origin: Origin): ByteInput;
	/** A part's file has another name now, and is the sink's to read back from and to close. Left out, it is closed. */
	keepRotated?(part: Part): void;
	/** After each chunk: output is written, others get their turn. The wait holds up the reading. `isIdle`: there is no more just now. */
	settle?(isIdle: boolean): Promise<void> | void;
	/** No more is wanted. */
	isDone?(): boolean;
};

/** What becomes of a log: it is folded, printed, selected. */
export type LogSink<Line extends ReadLine = ReadLine> = StreamSink & {
	/** One of several files that are merged by time. Left out, they come one after the other. */
	openOrdered?(file: OrderedFile, part: Part, origin: Origin, onLine: (line: Line) => void): OrderedInput<Line>;
	/** Files stay open when they have been read: they are the sink's to close. */
	readonly keepsFiles?: boolean;
	/** A way of its own for the only file, by threads. @returns Whether it took it. */
	takeFile?(file: OrderedFile): Promise<boolean>;
};
