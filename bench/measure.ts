/** One line of the table: what was measured, ours beside a peer's of the same run, and the goal. Ratios count; absolute times are this machine's, this day's. */
export type Row = {
	readonly what: string;
	readonly ours: number;
	/** What it is compared with, measured in the same run; `undefined` where the goal is a figure of its own, or the peer is absent. */
	readonly peer: {readonly name: string; readonly value: number} | undefined;
	readonly unit: string;
	readonly goal: string;
	/** Whether the goal was reached; `undefined` where there is none or the peer is absent. */
	readonly reached: boolean | undefined;
};

/** One file of `measures/`: adding a measure is one file there and one line in its index. */
export type Measure = {readonly name: string; readonly run: () => Promise<readonly Row[]>};

/** The median of a list that is not empty. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The value below which a share of the list lies, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
