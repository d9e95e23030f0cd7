import {type WorkRow, work} from '../series/stages.ts';

/** What rows did over a window, added up. */
export type WorkSums = {
	completions: number;
	recordsIn: number;
	recordsOut: number;
	passIn: number;
	elapsedMs: number;
	maxElapsedMs: number;
};

/** Adds up the buckets `(after, through]` of rows. */
export function sumWork(rows: readonly WorkRow[], after: number, through: number): WorkSums {
	const sums: WorkSums = {completions: 0, recordsIn: 0, recordsOut: 0, passIn: 0, elapsedMs: 0, maxElapsedMs: 0};
	for (const {work: timeline} of rows) {
		const end = timeline.countThrough(through);
		for (let index = timeline.countThrough(after); index < end; index++) {
			sums.completions += timeline.get(index, work.completions);
			sums.recordsIn += timeline.get(index, work.recordsIn);
			sums.recordsOut += timeline.get(index, work.recordsOut);
			sums.passIn += timeline.get(index, work.passIn);
			sums.elapsedMs += timeline.get(index, work.elapsedMs);
			sums.maxElapsedMs = Math.max(sums.maxElapsedMs, timeline.get(index, work.maxElapsedMs));
		}
	}

	return sums;
}

/** Records a second of work: while it was busy, not of the clock. `undefined` where the log tells no records or no time. */
export function workRps(sums: Pick<WorkSums, 'recordsIn' | 'elapsedMs'>): number | undefined {
	return sums.elapsedMs > 0 && sums.recordsIn > 0 ? Math.min((sums.recordsIn * 1000) / sums.elapsedMs, Number.MAX_SAFE_INTEGER) : undefined;
}

/** Completions of rows through a bucket; from the nearer end of the log. */
export function completionsThrough(rows: readonly WorkRow[], through: number): number {
	let completions = 0;
	for (const row of rows) {
		const {work: timeline} = row;
		completions +=
			timeline.countThrough(through) > timeline.size / 2
				? row.completions - timeline.sum(work.completions, through, Number.POSITIVE_INFINITY)
				: timeline.sum(work.completions, Number.NEGATIVE_INFINITY, through);
	}

	return completions;
}
