import type {ByteStore} from '../history/byte-store.ts';
import type {History} from '../history/history.ts';
import {type Run, WholeLines} from '../history/whole-lines.ts';
import type {Fold, FoldInput} from './fold.ts';

/** A recording or a ring: where lines are put that can't be read again where they came from. */
export type LineStore = ByteStore & {append(run: Run, stream: 'stdout' | 'stderr', atMs: number): number};

/** An input whose lines are read back from where they are read now: a file. */
export function openStored(fold: Fold, history: History, file: number, store: ByteStore): FoldInput {
	let offset = 0;
	return fold.open(file, ({line, parsed, timeMs, lineNumber, previousMs}) => {
		const {text, byteLength} = line;
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
			text,
		});
		offset += byteLength;
	});
}

export type RecordedInput = {write(bytes: Uint8Array, atMs: number): void; end(atMs: number): void};

/** An input that passes by once: its whole lines are put into a store as they come. */
export function openRecorded(
	fold: Fold,
	history: History,
	{file, stream, isTagged, store}: {file: number; stream: 'stdout' | 'stderr'; isTagged: boolean; store: LineStore},
): RecordedInput {
	const wholeLines = new WholeLines();
	let offset = 0;
	const input = fold.open(file, ({line, parsed, timeMs, lineNumber, previousMs}) => {
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
			text: line.text,
		});
		offset += byteLength;
	});
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
	};
}
