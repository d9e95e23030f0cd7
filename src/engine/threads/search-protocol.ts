import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import type {ScannedRange} from '../../history/scan/range-scan.ts';

/** What a thread that helps to search a file is started with. */
export type SearchTask = {
	/** Open until all threads have ended. */
	readonly fd: number;
	readonly selection: Selection;
	readonly read: ReadOptions;
	/** Whether the lines are only counted. */
	readonly isCount: boolean;
	readonly rangeBytes: number;
	readonly ranges: number;
	/** Of `RangeClaims`. */
	readonly claims: SharedArrayBuffer;
	/** How many of the ranges were taken over by whoever searches: a thread waits when it is too far ahead. */
	readonly taken: SharedArrayBuffer;
};

/** What it says of each range. */
export type SearchedRange = {readonly index: number; readonly found: ScannedRange};
