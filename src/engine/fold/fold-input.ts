import type {LogEvent, ParsedLine} from '../../events/event.ts';
import type {SplitLine} from '../../events/lines/split-lines.ts';
import type {ScannedLines} from '../../events/scan/scan-lane.ts';
import type {ScannedEvent} from '../../events/scan/scanned-event.ts';

/** What a listener is given for each line, in the order the lines were read. */
export type FoldedLine = {
	readonly line: SplitLine;
	readonly parsed: ParsedLine;
	/** The line's own time, or the time of the line before it; `undefined` until a line has had a time. */
	readonly timeMs: number | undefined;
	/** Line number within its source, from 1. */
	readonly lineNumber: number;
	/** The last time read from this source before this line. */
	readonly previousMs: number | undefined;
};

export type OnLine = (line: FoldedLine) => void;

/** Scanned lines: the rows `[from, to)` that `event` can be moved to. */
export type FoldedRows = {
	readonly event: ScannedEvent;
	readonly from: number;
	readonly to: number;
	/** The time to give the first line if it has none. */
	readonly timeMs: number;
	/** Line number of the first line within its source. */
	readonly lineNumber: number;
	/** The last time read from their source before them. */
	readonly previousMs: number | undefined;
};

/** @returns Whether the rows were handled; if not, each line is passed to `onLine`. */
export type OnRows = (rows: FoldedRows) => boolean;

export type FoldListener = {
	/** Called for each line after it is counted and before it is folded. Costs nothing when omitted. */
	readonly onLine?: OnLine;
	/** Called once for many scanned lines, instead of `onLine` for each. */
	readonly onRows?: OnRows;
	/** A live stream is split by split2; the scanner is for whole files. */
	readonly isLive?: true;
};

/** One stream of bytes to fold: a file, part of a followed file, or one of a child's outputs. */
export type FoldInput = {
	/**
	@param bytes - The caller may reuse it as soon as this returns.
	@throws SourceError for UTF-16.
	*/
	write(bytes: Uint8Array): void;
	/** Takes lines that were scanned elsewhere. Everything written before must end at a line end. */
	take(lines: ScannedLines): void;
	/** The input has ended, and its last line is complete even without a newline. */
	end(): void;
	/** The input was cut off: a last line without a newline is lost. */
	cut(): void;
};

/** Lines of one stream, parsed in that stream's order and folded in the order of all streams. */
export type FoldLines = {
	/** @param timeMs - The time of the line before the next one to parse. */
	goOnFrom(timeMs: number | undefined): void;
	parse(line: SplitLine): ParsedLine;
	/** The events of an object over several lines that is cut off here. */
	cut(): readonly LogEvent[];
	take(line: SplitLine, parsed: ParsedLine): void;
	/** No more lines will come. */
	flush(): void;
};
