import {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';
import type {ReadOptions} from '../../events/read-options.ts';
import {ArrivalTimes} from '../../history/recording/arrival-times.ts';
import {eachReadable} from '../../reading/each-readable.ts';
import {timesIn} from '../../reading/order-files.ts';
import {withName} from '../../reading/with-name.ts';
import {zoneClock} from '../../shared/time-zone.ts';
import {closeFile, openFile, readFile} from '../../sources/index.ts';
import {Fold} from './fold.ts';
import {LogEnd} from './log-end.ts';

const tailBytes = 256 * 1024;

/**
The latest end of several files; `--since 2h` counts back from it. Reads only the tail of a plain file, but all of a
compressed one.

@returns `undefined` if no line has a time. A file that can be read only once is skipped.
@throws SourceError if none of them can be read.
*/
export async function newestTimeMs(paths: readonly string[], read: ReadOptions): Promise<number | undefined> {
	const times = await eachReadable(paths, async path => (await newestOf(path, read)) ?? newestArrivalOf(path));
	const known = times.filter(timeMs => timeMs !== undefined);
	return known.length === 0 ? undefined : Math.max(...known);
}

function newestArrivalOf(path: string): number | undefined {
	const recorded = ArrivalTimes.beside(path);
	return recorded instanceof ArrivalTimes ? recorded.lastMs : undefined;
}

async function newestOf(path: string, read: ReadOptions): Promise<number | undefined> {
	const file = openFile(path);
	if (file.type === 'once') {
		return undefined;
	}
	try {
		if (file.type === 'plain') {
			const newest = withName(path, () => endOf(timesIn(tailOf(file.fd, file.sizeBytes), read)));
			// which of the two hours it is, only the lines before the tail say
			const isTwice = newest !== undefined && zoneClock(read.timeZone)?.isTwice(newest) === true;
			if ((newest !== undefined && !isTwice) || file.sizeBytes <= tailBytes) {
				return newest;
			}
		}
		const fold = new Fold({read, selection: undefined});
		const input = fold.open(0);
		for await (const chunk of readFile(file, {onProblem: () => {}})) {
			// problems are reported when the lines are read for the fold
			withName(path, () => input.write(chunk));
		}
		input.end();
		fold.finish();
		return fold.firstMs === undefined ? undefined : fold.endMs;
	} finally {
		closeFile(file);
	}
}

/** The complete lines at the end of a file. */
function tailOf(fd: number, sizeBytes: number): Buffer {
	const start = Math.max(0, sizeBytes - tailBytes);
	const tail = Buffer.alloc(sizeBytes - start);
	const length = readSync(fd, tail, 0, tail.length, start);
	return tail.subarray(start === 0 ? 0 : tail.indexOf('\n') + 1, length);
}

function endOf(times: Iterable<number>): number | undefined {
	const end = new LogEnd();
	for (const timeMs of times) {
		end.add(timeMs);
	}
	end.finish();
	return end.ms;
}
