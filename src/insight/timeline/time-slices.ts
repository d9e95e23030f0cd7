/** A time column in whole buckets. */
export type TimeSlice = {
	readonly startMs: number;
	readonly endMs: number;
	/** Its buckets: `(after, through]`, at least one. */
	readonly after: number;
	readonly through: number;
	/** How much of them the log covers, which is the divisor of rates. */
	readonly lengthMs: number;
	/** Whether the previous column shows the same bucket. */
	readonly isRepeated: boolean;
	/** The slice with the same end and at least this many buckets. */
	readonly atLeast: (buckets: number) => {readonly after: number; readonly lengthMs: number};
};

type Columns = {
	readonly fromMs: number;
	readonly columnMs: number;
	readonly columns: number;
	readonly stepMs: number;
	/** The time of the first event. */
	readonly knownFromMs: number;
	readonly knownToMs: number;
};

/**
The columns of a period, oldest first. A bucket belongs to the column in which it begins, so none is counted twice. The
first column also has the bucket that contains its start, and a column shorter than a bucket has the one that it lies
in. `undefined` for a column outside the log.
*/
export function columnSlices({fromMs, columnMs, columns, stepMs, knownFromMs, knownToMs}: Columns): ReadonlyArray<TimeSlice | undefined> {
	const covered = (after: number, through: number) =>
		Math.max(Math.min((through + 1) * stepMs, knownToMs + 1) - Math.max((after + 1) * stepMs, knownFromMs), stepMs);
	let before: number | undefined;
	return Array.from({length: columns}, (_, index) => {
		const startMs = fromMs + index * columnMs;
		const endMs = startMs + columnMs;
		if (endMs <= knownFromMs || startMs > knownToMs) {
			return undefined;
		}

		const held = Math.floor(startMs / stepMs);
		const last = Math.ceil(endMs / stepMs) - 1;
		const first = index === 0 ? held : Math.ceil(startMs / stepMs);
		const after = (last < first ? held : first) - 1;
		const through = Math.max(last, after + 1);
		const isRepeated = through === before;
		before = through;
		return {
			startMs,
			endMs,
			after,
			through,
			lengthMs: covered(after, through),
			isRepeated,
			atLeast: buckets => {
				const widened = Math.min(after, through - buckets);
				return {after: widened, lengthMs: covered(widened, through)};
			},
		};
	});
}
