import {Buffer} from 'node:buffer';
import {fstatSync} from 'node:fs';
import type {PlainFile} from '../../engine/fold/fold-file.ts';
import {searchFile} from '../../engine/threads/search-file.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import type {ReadSizes, ScannedRange} from '../../history/scan/range-scan.ts';
import {closeFile, openFile, readAt, shrunkProblem} from '../../sources/index.ts';
import {LineCount} from './line-count.ts';
import type {LineOutput} from './line-output.ts';

/** How many lines of a file were printed, and whether these are all that match. */
export type Printed = {readonly lines: number; readonly isAll: boolean};

export type PrintOptions = {
	readonly selection: Selection;
	readonly read: ReadOptions;
	readonly output: LineOutput | LineCount;
	/** Called if the file got shorter while it was read. */
	readonly onProblem?: (problem: string) => void;
	readonly threads?: number | undefined;
	readonly rangeBytes?: number;
	readonly window?: ReadSizes;
};

/**
Prints the matching lines of a file without parsing the others.

@returns How far it got. If not to the end, the caller has to read the rest line by line.
@throws SourceError
*/
export async function printByBytes(path: string, options: PrintOptions): Promise<Printed> {
	const {output, onProblem} = options;
	const file = openFile(path);
	let lines = 0;
	try {
		const searched =
			file.type === 'plain' ? searchFile(file.fd, file.sizeBytes, {...options, isCount: output instanceof LineCount}) : undefined;
		if (file.type !== 'plain' || searched === undefined) {
			return {lines, isAll: false};
		}
		for await (const range of searched) {
			await print(file, range, output);
			lines += range.lines;
			if (range.isDoubtful || output.isClosed) {
				return {lines, isAll: !range.isDoubtful};
			}
		}
		const {size} = fstatSync(file.fd);
		if (size < file.sizeBytes) {
			onProblem?.(shrunkProblem(file, size));
		}
		return {lines, isAll: true};
	} finally {
		closeFile(file);
	}
}

async function print({fd, path}: PlainFile, {runs, lines}: ScannedRange, output: LineOutput | LineCount): Promise<void> {
	if (output instanceof LineCount) {
		output.count(lines);
		return;
	}
	for (let at = 0; at < runs.length; at += 3) {
		const [offset = 0, byteLength = 0, lineCount = 0] = runs.slice(at, at + 3);
		const memory = Buffer.allocUnsafe(byteLength);
		const bytes = memory.subarray(0, readAt(fd, memory, offset, path)); // fewer if the file has become shorter
		output.add(bytes, bytes.at(-1) === 0x0a, lineCount);
		await output.flush({isEnd: false});
	}
}
