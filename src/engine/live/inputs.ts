import {LineSplitter, type SplitLine} from '../../events/lines/split-lines.ts';
import type {ByteStore} from '../../history/byte-store.ts';
import type {History} from '../../history/history.ts';
import {type Run, WholeLines} from '../../history/recording/whole-lines.ts';
import type {ReadLine} from '../../reading/merge-queue.ts';
import type {Fold} from '../fold/fold.ts';
import type {FoldedLine, FoldInput, OnLine, OnRows} from '../fold/fold-input.ts';

/** A recording or a ring: stores lines that can't be read again from their source. */
export type LineStore = ByteStore & {append(run: Run, stream: 'stdout' | 'stderr', atMs: number): number};

/** Where the lines of an input can be read back from, and how they are identified. */
type LineStorage = {
	readonly store: ByteStore;
	readonly file: number;
	/** For the streams of one pipeline; omitted if all lines are of one stream. */
	readonly stream?: 'stdout' | 'stderr' | undefined;
	/** Whether its lines are merged with those of other files. */
	readonly isMerged?: boolean;
};

/** Adds a line to the history; it takes `byteLength` bytes from `offset` in its store. */
function enterLine(
	history: History,
	{store, file, stream, isMerged = false}: LineStorage,
	{line, parsed, timeMs, lineNumber, previousMs}: FoldedLine,
	offset: number,
	byteLength: number,
): void {
	history.add({
		store,
		file,
		tagged: stream !== undefined,
		isStderr: stream === 'stderr',
		offset,
		byteLength,
		lineNumber,
		previousMs,
		isMerged,
		timeMs,
		parsed,
		line,
		isUnterminated: !line.terminated,
	});
}

/** An input whose lines can be read back from their source: a file. */
export function openStored(fold: Fold, history: History, file: number, store: ByteStore): FoldInput {
	const place = {store, file};
	let offset = 0;
	const onLine: OnLine = folded => {
		const {byteLength} = folded.line;
		enterLine(history, place, folded, offset, byteLength);
		offset += byteLength;
	};
	const onRows: OnRows = rows => {
		const isEntered = history.addRows({...rows, store, file, offset});
		offset += isEntered ? rows.event.bytesOf(rows.from, rows.to) : 0;
		return isEntered;
	};
	return fold.open(file, {onLine, onRows});
}

/** A line and its offset in its store. */
export type PlacedLine = ReadLine & {readonly offset: number};

/** The input of one of several files; its lines are added when their turn comes. */
export type MergedInput = {
	write(bytes: Uint8Array): void;
	/** The input has ended; its last line is complete. */
	end(): void;
	take(line: PlacedLine): void;
	/** Call after its last line was taken. */
	flush(): void;
};

/** @param store - Where to read lines back from: the file itself, or a store that they are copied to. */
export function openMerged(
	fold: Fold,
	history: History,
	{file, isMerged, store}: {readonly file: number; readonly isMerged: boolean; readonly store: ByteStore | LineStore},
	onLine: (line: PlacedLine) => void,
): MergedInput {
	const wholeLines = 'append' in store ? new WholeLines() : undefined;
	let offset = 0;
	let takenOffset = 0;
	const place = {store, file, isMerged};
	const lines = fold.openLines(file, folded => {
		enterLine(history, place, folded, takenOffset, byteLengthOf(folded.line));
	});
	const byteLengthOf = (line: SplitLine) => (wholeLines === undefined ? line.byteLength : WholeLines.storedBytes(line));
	const splitter = new LineSplitter(line => {
		const placed = {line, parsed: lines.parse(line), offset};
		offset += byteLengthOf(line);
		onLine(placed);
	});
	const record = (run: Run | undefined) => {
		if (run !== undefined && run.lines > 0 && 'append' in store) {
			offset = store.append(run, 'stdout', 0);
		}
	};
	return {
		write(bytes) {
			record(wholeLines?.push(bytes));
			splitter.write(bytes);
		},
		end() {
			record(wholeLines?.end());
			splitter.end();
		},
		take(line) {
			takenOffset = line.offset;
			fold.arrive(store.timeAt?.(takenOffset));
			lines.take(line.line, line.parsed);
		},
		flush: () => lines.flush(),
	};
}

export type RecordedInput = {
	write(bytes: Uint8Array, atMs: number): void;
	end(atMs: number): void;
	/** The bytes of an incomplete line, which are not recorded yet. */
	held(): Uint8Array<ArrayBuffer>;
};

/** An input that can be read only once: complete lines are copied to a store as they arrive. */
export function openRecorded(
	fold: Fold,
	history: History,
	{file, stream, store}: {readonly file: number; readonly stream: 'stdout' | 'stderr'; readonly store: LineStore},
): RecordedInput {
	const wholeLines = new WholeLines();
	const place = {store, file, stream};
	let offset = 0;
	const onLine: OnLine = folded => {
		const byteLength = WholeLines.storedBytes(folded.line);
		enterLine(history, place, folded, offset, byteLength);
		offset += byteLength;
	};
	const input = fold.open(file, {onLine, isLive: true});
	const record = (run: Run, atMs: number) => {
		if (run.lines > 0) {
			offset = store.append(run, stream, atMs);
		}
	};
	return {
		write(bytes, atMs) {
			record(wholeLines.push(bytes), atMs);
			input.write(bytes);
		},
		end(atMs) {
			record(wholeLines.end(), atMs);
			input.end();
		},
		held: () => new Uint8Array(wholeLines.held),
	};
}
