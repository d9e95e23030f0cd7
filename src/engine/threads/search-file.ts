import {availableParallelism} from 'node:os';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {workerFile} from '../../bundled-file.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {compileMatcher, type Selection} from '../../history/line-matcher.ts';
import {RangeScan, type ReadSizes, type ScannedRange} from '../../history/scan/range-scan.ts';
import {HelperThreads} from './helper-threads.ts';
import {PartClaims} from './part-claims.ts';
import type {SearchedRange, SearchTask} from './search-protocol.ts';

export type SearchOptions = {
	readonly selection: Selection;
	readonly read: ReadOptions;
	/** Whether to count lines only; then no runs are reported. */
	readonly isCount: boolean;
	/** The most threads, this one included. Default: the number of cores, up to 8, or 1 for a small file. */
	readonly threads?: number | undefined;
	readonly rangeBytes?: number;
	readonly window?: ReadSizes;
};

const mostThreads = 8;
const usualRangeBytes = 4 * 1024 * 1024;
const threadedBytes = 96 * 1024 * 1024; // one thread finishes a smaller file before a second has started

/**
Finds the matching lines of a plain file in several threads, without parsing the others. Yields the result for each
range in order.

@returns `undefined` if every line must be parsed.
*/
export function searchFile(fd: number, sizeBytes: number, options: SearchOptions): AsyncGenerator<ScannedRange> | undefined {
	const {selection, read, window} = options;
	const scan = RangeScan.of(fd, compileMatcher(selection, [selection.filter]), read, window);
	return scan && searchInThreads(fd, sizeBytes, scan, options);
}

async function* searchInThreads(fd: number, sizeBytes: number, scan: RangeScan, options: SearchOptions): AsyncGenerator<ScannedRange> {
	const {selection, read, isCount, rangeBytes = usualRangeBytes} = options;
	const ranges = Math.max(1, Math.ceil(sizeBytes / rangeBytes));
	const claims = new PartClaims(ranges);
	const taken = new Int32Array(new SharedArrayBuffer(4));
	const threads = options.threads ?? (sizeBytes < threadedBytes ? 1 : Math.min(availableParallelism(), mostThreads));
	const task: SearchTask = {fd, selection, read, isCount, rangeBytes, ranges, claims: claims.shared, taken: taken.buffer};
	const found = new Map<number, ScannedRange>();
	const helpers = new HelperThreads<SearchedRange>(searched => found.set(searched.index, searched.found));
	helpers.start(workerFile('search-worker.mjs', 'engine/threads/search-worker-task.ts'), task, Math.min(threads, ranges) - 1);
	const search = (index: number) =>
		found.set(index, scan.scan(index * rangeBytes, index + 1 < ranges ? (index + 1) * rangeBytes : Number.POSITIVE_INFINITY));
	try {
		for (let index = 0; index < ranges; index++) {
			for (let range = found.get(index); range === undefined; range = found.get(index)) {
				const mine = claims.next();
				if (mine !== undefined) {
					search(mine);
					await nextTurn();
				} else if (helpers.isRunning) {
					await helpers.changed();
				} else {
					search(index);
				}
			}
			const range = found.get(index);
			found.delete(index);
			Atomics.store(taken, 0, index);
			Atomics.notify(taken, 0);
			if (range !== undefined) {
				yield range;
			}
		}
	} finally {
		helpers.end();
	}
}
