import {type WorkRow, work} from '../../series/stages.ts';

/** The summed work of rows over a window, see `work`. */
export type WorkSums = {
	readonly completions: number;
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly elapsedMs: number;
	readonly passIn: number;
	readonly passOut: number;
	readonly rateIn: number;
	readonly rateMs: number;
	readonly counted: number;
	readonly timed: number;
	readonly maxElapsedMs: number;
};

/** Sums the rows' buckets `(after, through]`. */
export function sumWork(rows: readonly WorkRow[], after: number, through: number): WorkSums {
	const sums = new Float64Array(work.timed + 1);
	let maxElapsedMs = 0;
	for (const {work: timeline} of rows) {
		const end = timeline.countThrough(through);
		for (let index = timeline.countThrough(after); index < end; index++) {
			for (let column: number = work.completions; column <= work.timed; column++) {
				sums[column] = (sums[column] ?? 0) + timeline.get(index, column);
			}
			maxElapsedMs = Math.max(maxElapsedMs, timeline.get(index, work.maxElapsedMs));
		}
	}

	const of = (column: number) => sums[column] ?? 0;
	return {
		completions: of(work.completions),
		recordsIn: of(work.recordsIn),
		recordsOut: of(work.recordsOut),
		elapsedMs: of(work.elapsedMs),
		passIn: of(work.passIn),
		passOut: of(work.passOut),
		rateIn: of(work.rateIn),
		rateMs: of(work.rateMs),
		counted: of(work.counted),
		timed: of(work.timed),
		maxElapsedMs,
	};
}

/** Records per second of work, not of wall-clock time. `undefined` when the log has no records or no durations. */
export function workRps({rateIn, rateMs}: Pick<WorkSums, 'rateIn' | 'rateMs'>): number | undefined {
	return rateMs > 0 && rateIn > 0 ? Math.min((rateIn * 1000) / rateMs, Number.MAX_SAFE_INTEGER) : undefined;
}

/** The same. If nothing came in, a stage only produces, and what it put out counts. */
export function judgedRps(sums: Pick<WorkSums, 'rateIn' | 'rateMs' | 'recordsIn' | 'recordsOut' | 'elapsedMs'>): number | undefined {
	const {recordsIn, recordsOut, elapsedMs} = sums;
	return workRps(sums) ?? (recordsIn === 0 ? workRps({rateIn: recordsOut, rateMs: elapsedMs}) : undefined);
}

/**
0..1, or over 1 if more came out than went in. `undefined` when nothing went in, or when the log does not have both.
*/
export function passRateOf({passIn, passOut}: Pick<WorkSums, 'passIn' | 'passOut'>): number | undefined {
	return passIn > 0 ? passOut / passIn : undefined;
}

/** The time of all completions. One without a duration is assumed to take as long as the others. */
export function wholeMs({elapsedMs, timed, completions}: WorkSums): number {
	return timed === completions ? elapsedMs : timed === 0 ? 0 : elapsedMs * (completions / timed);
}

/** The input of all completions. One without a count is assumed to be as large as the others. */
export function wholeIn({recordsIn, counted, completions}: WorkSums): number {
	return counted === completions ? recordsIn : counted === 0 ? 0 : recordsIn * (completions / counted);
}

/** Completions of rows up to a bucket, counted from the nearer end of the log. */
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
