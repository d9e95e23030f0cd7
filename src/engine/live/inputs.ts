import {LineSplitter, type SplitLine} from '../../events/lines/split-lines.ts';
import type {ByteStore} from '../../history/byte-store.ts';
import type {History} from '../../history/history.ts';
import {type Run, WholeLines} from '../../history/recording/whole-lines.ts';
import type {ReadLine} from '../../reading/merge-lane.ts';
import type {Fold} from '../fold/fold.ts';
import type {FoldInput, OnLine, OnRows} from '../fold/fold-input.ts';

/** A recording or a ring: where lines are put that can't be read again where they came from. */
export type LineStore = ByteStore & {append(run: Run, stream: 'stdout' | 'stderr', atMs: number): number};

/** An input whose lines are read back from where they are read now: a file. */
export function openStored(fold: Fold, history: History, file: number, store: ByteStore): FoldInput {
	let offset = 0;
	const onLine: OnLine = ({line, parsed, timeMs, lineNumber, previousMs}) => {
		const {byteLength} = line;
		history.add({
			store,
			file,
			tagged: false,
			isStderr: false,
			offset,
			byteLength,
			lineNumber,
			previousMs,
			isMerged: false,
			timeMs,
			parsed,
			line,
			isUnterminated: !line.terminated,
		});
		offset += byteLength;
	};
	const onRows: OnRows = rows => {
		const isEntered = history.addRows({...rows, store, file, offset});
		offset += isEntered ? rows.event.bytesOf(rows.from, rows.to) : 0;
		return isEntered;
	};
	return fold.open(file, {onLine, onRows});
}

/** A line, and where it stands in its store. */
export type PlacedLine = ReadLine & {readonly offset: number};

/** An input of one of several files: its lines are entered when it is their turn. */
export type MergedInput = {
	write(bytes: Uint8Array): void;
	/** Its last line is whole. */
	end(): void;
	take(line: PlacedLine): void;
	/** All of its lines were taken. */
	flush(): void;
};

/** @param store - Where its lines are read back from: the file itself, or what they are put into as they are read. */
export function openMerged(
	fold: Fold,
	history: History,
	{file, isMerged, store}: {readonly file: number; readonly isMerged: boolean; readonly store: ByteStore | LineStore},
	onLine: (line: PlacedLine) => void,
): MergedInput {
	const wholeLines = 'append' in store ? new WholeLines() : undefined;
	let offset = 0;
	let takenOffset = 0;
	const lines = fold.openLines(file, ({line, parsed, timeMs, lineNumber, previousMs}) => {
		history.add({
			store,
			file,
			tagged: false,
			isStderr: false,
			offset: takenOffset,
			byteLength: byteLengthOf(line),
			lineNumber,
			previousMs,
			isMerged,
			timeMs,
			parsed,
			line,
			isUnterminated: !line.terminated,
		});
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
	/** What has come of a line that is not whole yet, and so is not recorded. */
	held(): Uint8Array<ArrayBuffer>;
};

/** An input that passes by once: its whole lines are put into a store as they come. */
export function openRecorded(
	fold: Fold,
	history: History,
	{
		file,
		stream,
		isTagged,
		store,
	}: {readonly file: number; readonly stream: 'stdout' | 'stderr'; readonly isTagged: boolean; readonly store: LineStore},
): RecordedInput {
	const wholeLines = new WholeLines();
	let offset = 0;
	const onLine: OnLine = ({line, parsed, timeMs, lineNumber, previousMs}) => {
		const byteLength = WholeLines.storedBytes(line);
		history.add({
			store,
			file,
			tagged: isTagged,
			isStderr: isTagged && stream === 'stderr',
			offset,
			byteLength,
			lineNumber,
			previousMs,
			isMerged: false,
			timeMs,
			parsed,
			line,
			isUnterminated: !line.terminated,
		});
		offset += byteLength;
	};
	const input = fold.open(file, {onLine});
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
