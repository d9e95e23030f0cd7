import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import type {ScannedRange} from '../../history/scan/range-scan.ts';

/** The `workerData` of a thread that helps search a file. */
export type SearchTask = {
	/** Stays open while answers are taken. */
	readonly fd: number;
	readonly selection: Selection;
	readonly read: ReadOptions;
	/** Whether to count lines only. */
	readonly isCount: boolean;
	readonly rangeBytes: number;
	readonly ranges: number;
	/** The memory of `PartClaims`. */
	readonly claims: SharedArrayBuffer;
	/** Number of ranges whose results were consumed; a thread that is too far ahead waits on it. */
	readonly taken: SharedArrayBuffer;
};

/** A thread's answer for one range. */
export type SearchedRange = {readonly index: number; readonly found: ScannedRange};
