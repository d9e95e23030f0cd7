import type {ParsedLine} from '../../events/event.ts';
import type {SplitLine} from '../../events/lines/split-lines.ts';
import type {ScannedLines} from '../../events/scan/scan-lane.ts';
import type {ScannedEvent} from '../../events/scan/scanned-event.ts';

/** What is told of each line, in the order in which they were read. */
export type FoldedLine = {
	readonly line: SplitLine;
	readonly parsed: ParsedLine;
	/** The line's time, or the one it takes from the lines before; `undefined` before the first time was seen. */
	readonly timeMs: number | undefined;
	/** Its number in its source, from 1. */
	readonly lineNumber: number;
	/** The newest own time of its source before it. */
	readonly previousMs: number | undefined;
};

export type OnLine = (line: FoldedLine) => void;

/** Lines that were scanned: the rows `[from, to)` that `event` can be moved to. */
export type FoldedRows = {
	readonly event: ScannedEvent;
	readonly from: number;
	readonly to: number;
	/** The time that the first line takes where it has none of its own. */
	readonly timeMs: number;
	/** The number of the first line in its source. */
	readonly lineNumber: number;
	/** The newest own time of their source before them. */
	readonly previousMs: number | undefined;
};

/** @returns Whether that will do: else each line is told of. */
export type OnRows = (rows: FoldedRows) => boolean;

export type FoldListener = {
	/** Called for each line after it was counted, before it is folded. Left out, nothing is spent on it. */
	readonly onLine?: OnLine;
	/** Called for many lines at once instead, where they were scanned. */
	readonly onRows?: OnRows;
};

/** One stream of bytes that is folded: a file, a part of a followed file, one of a child's outputs. */
export type FoldInput = {
	/**
	@param bytes - May be used again as soon as this returns.
	@throws SourceError for UTF-16.
	*/
	write(bytes: Uint8Array): void;
	/** What comes next was scanned elsewhere. So far it was written up to the end of a line. */
	take(lines: ScannedLines): void;
	/** Its last line is whole, newline or not. */
	end(): void;
	/** Its last line is lost, for it had no newline yet. */
	cut(): void;
};

/** The lines of one stream, parsed in their order, and folded in that of all streams. */
export type FoldLines = {
	parse(line: SplitLine): ParsedLine;
	take(line: SplitLine, parsed: ParsedLine): void;
	/** No more lines come. */
	flush(): void;
};
