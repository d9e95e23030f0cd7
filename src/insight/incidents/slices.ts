import type {Series} from '../../series/series.ts';
import type {IncidentSettings} from './thresholds.ts';

/** The length of a slice: whole buckets, aligned to the epoch. */
export function sliceLengthMs(series: Series, {sliceMs}: IncidentSettings): number {
	return Math.max(1, Math.round(sliceMs / series.stepMs)) * series.stepMs;
}

/** Start of the slice that contains a bucket. */
export function sliceStartMs(series: Series, settings: IncidentSettings, bucket: number): number {
	const lengthMs = sliceLengthMs(series, settings);
	return Math.floor((bucket * series.stepMs) / lengthMs) * lengthMs;
}
