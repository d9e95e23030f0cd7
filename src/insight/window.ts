import type {Series} from '../series/series.ts';

/** The time span of a query, in whole buckets: `(after, through]`. */
export type Window = {
	/** The bucket of the cursor. */
	readonly through: number;
	/** `-Infinity` for the whole log. */
	readonly after: number;
	/** How much of it the log covers, which is the divisor of rates. 0 when all events have the same time. */
	readonly lengthMs: number;
};

/**
The window that ends at a time.

If the log began inside the window, only the time since its first event counts: a log of 20 s shows the same rates in a
window of 60 s as over the whole log.

@param windowMs - `undefined` is the whole log.
*/
export function windowAt(series: Series, atMs: number, windowMs: number | undefined): Window {
	const through = series.bucketOf(atMs);
	const fromMs = series.fromMs ?? atMs;
	if (windowMs === undefined) {
		return {through, after: Number.NEGATIVE_INFINITY, lengthMs: Math.max(0, atMs - fromMs)};
	}

	const after = through - bucketsIn(series, windowMs);
	const startMs = (after + 1) * series.stepMs;
	const lengthMs = fromMs >= startMs ? atMs - fromMs : Math.min((through - after) * series.stepMs, atMs + 1 - startMs);
	return {through, after, lengthMs: Math.max(0, lengthMs)};
}

/** Whole buckets in a span of time, at least one. */
export function bucketsIn(series: Series, spanMs: number): number {
	return Math.max(1, Math.round(spanMs / series.stepMs));
}

/** The first moment after a bucket. */
export function endOf(series: Series, bucket: number): number {
	return (bucket + 1) * series.stepMs;
}

/** A part of the window's length. `undefined` when the window has no length. */
export function share(part: number, window: Window): number | undefined {
	return window.lengthMs > 0 ? part / window.lengthMs : undefined;
}
