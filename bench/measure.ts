/**
A line of the table: what was measured, our value and a peer's from the same run, and the goal. Only ratios matter;
absolute times depend on the machine and the day.
*/
export type Row = {
	readonly what: string;
	readonly ours: number;
	/**
	What it is compared with, measured in the same run; `undefined` if the goal is absolute or the peer isn't installed.
	*/
	readonly peer: {readonly name: string; readonly value: number} | undefined;
	readonly unit: string;
	readonly goal: string;
	/** Whether the goal was reached; `undefined` if there is none or the peer isn't installed. */
	readonly reached: boolean | undefined;
};

/** A measure: one file in `measures/` and one line in its index. */
export type Measure = {readonly name: string; readonly run: () => Promise<readonly Row[]>};

/** The median of a non-empty list. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The percentile for a share 0..1, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
