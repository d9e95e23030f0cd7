import {LineSplitter} from '../events/lines/split-lines.ts';
import {LineParser} from '../events/parse-line.ts';
import type {ReadOptions} from '../events/read-options.ts';
import {ForeignFileError} from '../files/own-file.ts';
import {ArrivalTimes} from '../history/recording/arrival-times.ts';
import {closeFile, openFile, readFile} from '../sources/index.ts';
import {eachReadable} from './each-readable.ts';
import {fileRanks} from './file-ranks.ts';
import {withName} from './with-name.ts';

export type OrderedFile = {
	readonly path: string;
	/** Its index in the order in which it was named. */
	readonly file: number;
	/** Of equal times the lower one comes first. */
	readonly rank: number;
	/** When it begins; `undefined` where that isn't known. */
	readonly firstMs: number | undefined;
	/** When its lines came, of a recording whose lines have no times. */
	readonly arrivals: ArrivalTimes | undefined;
};

/** Of so many times the earliest is the first: where several write one log its first line need not be it. */
const firstTimes = 16;

/**
Files in the order in which they begin: that is how a log that was cut into files reads on. Those without a time at their start, and those that can be read only once,
come last, in the order in which they were named.

@param telling.onNotice - Told of times of arrival that are wanted and not read.
@param telling.onProblem - Told of a file that can't be read, which is left out.
@throws SourceError where none of them can be read.
*/
export async function orderFiles(
	paths: readonly string[],
	read: ReadOptions,
	{onNotice, onProblem}: {readonly onNotice?: (notice: string) => void; readonly onProblem: (problem: string) => void},
): Promise<readonly OrderedFile[]> {
	const ranks = fileRanks(paths);
	const startOf = async (path: string, file: number): Promise<OrderedFile> => {
		const recorded = ArrivalTimes.beside(path);
		const firstMs = paths.length === 1 && recorded === undefined ? undefined : await firstTimeMs(path, read);
		const arrivals = firstMs === undefined && recorded instanceof ArrivalTimes ? recorded : undefined;
		if (firstMs === undefined && recorded instanceof ForeignFileError) {
			onNotice?.(`${path}: the times of its lines' arrival are not read: ${recorded.message}`);
		}
		return {path, file, rank: ranks[file] ?? file, firstMs: firstMs ?? arrivals?.firstMs, arrivals};
	};
	const ordered = await eachReadable(paths, startOf, onProblem);
	const dueMs = ({firstMs}: OrderedFile) => firstMs ?? Number.POSITIVE_INFINITY;
	return ordered.toSorted((a, b) => (dueMs(a) === dueMs(b) ? a.rank - b.rank : dueMs(a) < dueMs(b) ? -1 : 1));
}

/** When a file begins; `undefined` where its start has no time, or it can be read only once. @throws SourceError */
export async function firstTimeMs(path: string, read: ReadOptions): Promise<number | undefined> {
	const file = openFile(path);
	if (file.type === 'once') {
		return undefined;
	}
	try {
		const {value} = await readFile(file).next();
		const times = value === undefined ? [] : withName(path, () => firstOf(timesIn(value, read), firstTimes));
		return times.length === 0 ? undefined : Math.min(...times);
	} finally {
		closeFile(file);
	}
}

/** The times of the lines in a piece of a log, in their order. */
export function* timesIn(bytes: Uint8Array, read: ReadOptions): Generator<number, undefined> {
	const texts: string[] = [];
	const splitter = new LineSplitter(({text}) => texts.push(text));
	splitter.write(bytes);
	splitter.end();
	const parser = new LineParser(read);
	for (const text of texts) {
		const parsed = parser.parse(text);
		for (const {timeMs} of parsed.type === 'event' ? parsed.events : []) {
			if (timeMs !== undefined) {
				yield timeMs;
			}
		}
	}
}

function firstOf(times: Iterable<number>, count: number): readonly number[] {
	const first: number[] = [];
	for (const timeMs of times) {
		if (first.push(timeMs) >= count) {
			break;
		}
	}
	return first;
}
