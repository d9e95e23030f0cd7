import {compileMatcher} from '../../history/line-matcher.ts';
import {RangeScan} from '../../history/scan/range-scan.ts';
import {PartClaims} from './part-claims.ts';
import type {SearchedRange, SearchTask} from './search-protocol.ts';

const mostAhead = 64; // bounds how many results wait in memory

/** Searches ranges of a file one by one until none is left. */
export function searchRanges(task: SearchTask, onSearched: (searched: SearchedRange) => void): void {
	const {selection, ranges, rangeBytes} = task;
	const scan = RangeScan.of(task.fd, compileMatcher(selection, [selection.filter]), task.read);
	const claims = new PartClaims(ranges, task.claims);
	const taken = new Int32Array(task.taken);
	for (let index = claims.next(); index !== undefined && scan !== undefined; index = claims.next()) {
		for (let done = Atomics.load(taken, 0); index > done + mostAhead; done = Atomics.load(taken, 0)) {
			Atomics.wait(taken, 0, done);
		}
		const found = scan.scan(index * rangeBytes, index + 1 < ranges ? (index + 1) * rangeBytes : Number.POSITIVE_INFINITY);
		onSearched({index, found: task.isCount ? {...found, runs: []} : found});
	}
}
