/** Values in order of time; `undefined` is not known. */
export type Points = ReadonlyArray<number | undefined>;

/** The largest value; 0 if none is known. */
export function largestOf(points: Points): number {
	return points.reduce<number>((most, point) => (point !== undefined && Number.isFinite(point) && point > most ? point : most), 0);
}

/** 0..1, or `undefined` if not known or not a number. */
export function shareOf(value: number | undefined, most: number): number | undefined {
	if (value === undefined || !Number.isFinite(value)) {
		return undefined;
	}

	return most > 0 && Number.isFinite(most) ? Math.max(0, Math.min(1, value / most)) : 0;
}

/** Splits into at most `width` runs of nearly equal length. */
export function slices<Item>(items: readonly Item[], width: number): ReadonlyArray<readonly Item[]> {
	const count = Math.min(items.length, Math.max(0, Math.floor(width)));
	return Array.from({length: count}, (_, index) =>
		items.slice(Math.floor((index * items.length) / count), Math.floor(((index + 1) * items.length) / count)),
	);
}
