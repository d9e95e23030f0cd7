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
	/** Index in the order given by the user. */
	readonly file: number;
	/** If times are equal, the lower rank comes first. */
	readonly rank: number;
	/** Time of its start; `undefined` if not known. */
	readonly firstMs: number | undefined;
	/** Arrival times of its lines, for a recording whose lines have no times. */
	readonly arrivals: ArrivalTimes | undefined;
};

/**
The earliest of this many times is the start: when several processes write a log, its first line may not be earliest.
*/
const firstTimes = 16;

/**
Orders files by their start time, as needed for a log that was split into files. Files without a time at their start
and files that can be read only once come last, in the order given.

@param telling.onNotice - Called if arrival times are needed but can't be read.
@param telling.onProblem - Called for a file that can't be read, which is left out.
@throws SourceError if none of them can be read.
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

/** Time of a file's start; `undefined` if its start has no time, or it can be read only once. @throws SourceError */
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

/** The times of the lines in a piece of a log, in order. */
export function* timesIn(bytes: Uint8Array, read: ReadOptions): Generator<number, undefined> {
	const texts: string[] = [];
	const splitter = new LineSplitter(({text}) => texts.push(text));
	splitter.write(bytes);
	splitter.end();
	const parser = new LineParser(read);
	for (const text of texts) {
		const parsed = parser.parse(text);
		for (const {timeMs} of parsed.events) {
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
