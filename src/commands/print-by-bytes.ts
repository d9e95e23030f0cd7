import {Buffer} from 'node:buffer';
import {fstatSync, readSync} from 'node:fs';
import type {ReadOptions} from '../events/read-options.ts';
import type {LineMatcher} from '../history/line-matcher.ts';
import {RangeScan, type Window} from '../history/scan/range-scan.ts';
import {closeFile, openFile} from '../sources/index.ts';
import {LineCount} from './line-count.ts';
import type {LineOutput} from './line-output.ts';

const usualRangeBytes = 8 * 1024 * 1024;

/** How many of the lines of a file were printed, and whether these are all that match. */
export type Printed = {readonly lines: number; readonly isAll: boolean};

export type PrintOptions = {
	readonly matcher: LineMatcher | undefined;
	readonly read: ReadOptions;
	readonly output: LineOutput | LineCount;
	/** What is gone through before what was found in it is printed. */
	readonly rangeBytes?: number;
	readonly window?: Window;
};

/**
Prints the matching lines of a file that are found without reading the others.

@returns How far that went: where it is not all, the rest is left to who reads every line.
@throws SourceError
*/
export async function printByBytes(path: string, options: PrintOptions): Promise<Printed> {
	const {matcher, read, output, rangeBytes = usualRangeBytes, window} = options;
	const file = openFile(path);
	try {
		const scan = file.type === 'plain' ? RangeScan.of(file.fd, matcher, read, window) : undefined;
		if (file.type !== 'plain' || scan === undefined) {
			return {lines: 0, isAll: false};
		}
		const {size} = fstatSync(file.fd);
		let lines = 0;
		for (let from = 0; from < size && !output.isClosed; from += rangeBytes) {
			const found = scan.scan(from, from + rangeBytes < size ? from + rangeBytes : Number.POSITIVE_INFINITY);
			await print(file.fd, found, output);
			lines += found.lines;
			if (found.isDoubtful) {
				return {lines, isAll: false};
			}
		}
		return {lines, isAll: true};
	} finally {
		closeFile(file);
	}
}

async function print(
	fd: number,
	{runs, lines}: {readonly runs: readonly number[]; readonly lines: number},
	output: LineOutput | LineCount,
): Promise<void> {
	if (output instanceof LineCount) {
		output.count(lines);
		return;
	}
	for (let at = 0; at < runs.length; at += 3) {
		const [offset = 0, byteLength = 0, lineCount = 0] = runs.slice(at, at + 3);
		const bytes = Buffer.allocUnsafe(byteLength);
		readSync(fd, bytes, 0, byteLength, offset);
		output.add(bytes, bytes.at(-1) === 0x0a, lineCount);
		await output.flush(false);
	}
}
