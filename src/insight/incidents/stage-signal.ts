import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {stageRows} from '../stage-views.ts';
import type {IncidentSettings} from './settings.ts';
import {sliceLengthMs, sliceStartMs} from './slices.ts';
import type {Sample} from './watch-signal.ts';

/** What a stage completed in a bucket, all hosts together. */
export type StageWork = {
	readonly bucket: number;
	completions: number;
	recordsIn: number;
	elapsedMs: number;
};

/** A stage's buckets through one, in order. */
export function stageWork(series: Series, name: string, through: number): StageWork[] {
	const rows = stageRows(series, name, through);
	const works: StageWork[] = [];
	for (const row of rows) {
		const end = row.work.countThrough(through);
		for (let index = 0; index < end; index++) {
			const completions = row.work.get(index, work.completions);
			if (completions > 0) {
				const recordsIn = row.work.get(index, work.recordsIn);
				works.push({bucket: row.work.bucketAt(index), completions, recordsIn, elapsedMs: row.work.get(index, work.elapsedMs)});
			}
		}
	}

	return rows.length > 1 ? summed(works) : works;
}

/**
Slices of a stage's work, each with the least number of completions: a slice that has less goes on into the next. The last one counts once its time is over.

@param read - The badness of what was summed; `undefined` where it can't be told.
*/
export function stageSamples(
	series: Series,
	works: readonly StageWork[],
	endMs: number,
	settings: IncidentSettings,
	read: (sum: StageWork) => number | undefined,
): Sample[] {
	const samples: Sample[] = [];
	const lengthMs = sliceLengthMs(series, settings);
	let sum: StageWork | undefined;
	let sumEndMs = 0;
	const close = () => {
		const badness = sum !== undefined && sum.completions >= settings.minCompletions && sumEndMs <= endMs ? read(sum) : undefined;
		if (sum !== undefined && badness !== undefined) {
			samples.push({startMs: sliceStartMs(series, settings, sum.bucket), endMs: sumEndMs, badness});
		}
	};
	for (const {bucket, completions, recordsIn, elapsedMs} of works) {
		const bucketEndMs = sliceStartMs(series, settings, bucket) + lengthMs;
		if (sum === undefined || (bucketEndMs > sumEndMs && sum.completions >= settings.minCompletions)) {
			close();
			sum = {bucket, completions, recordsIn, elapsedMs};
		} else {
			sum.completions += completions;
			sum.recordsIn += recordsIn;
			sum.elapsedMs += elapsedMs;
		}

		sumEndMs = bucketEndMs;
	}

	close();
	return samples;
}

/** The first bucket of the bad run that a sample belongs to: it may reach back by up to a slice. */
export function startOfRun(
	series: Series,
	works: readonly StageWork[],
	settings: IncidentSettings,
	sample: Sample,
	isBad: (sum: StageWork) => boolean,
): number {
	const {stepMs} = series;
	let index = firstFrom(works, Math.floor(sample.startMs / stepMs));
	while (index < works.length && !isBadAt(works, index, isBad) && (works[index]?.bucket ?? 0) * stepMs < sample.endMs) {
		index++;
	}

	const earliest = sample.startMs - settings.sliceMs;
	while (index > 0 && isBadAt(works, index - 1, isBad) && (works[index - 1]?.bucket ?? 0) * stepMs >= earliest) {
		index--;
	}

	const found = works[index];
	return found === undefined || found.bucket * stepMs >= sample.endMs ? sample.startMs : found.bucket * stepMs;
}

function isBadAt(works: readonly StageWork[], index: number, isBad: (sum: StageWork) => boolean): boolean {
	const found = works[index];
	return found !== undefined && isBad(found);
}

function firstFrom(works: readonly StageWork[], bucket: number): number {
	let low = 0;
	let high = works.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((works[middle]?.bucket ?? 0) < bucket) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

function summed(works: StageWork[]): StageWork[] {
	const sums: StageWork[] = [];
	for (const next of works.sort((a, b) => a.bucket - b.bucket)) {
		const last = sums.at(-1);
		if (last?.bucket === next.bucket) {
			last.completions += next.completions;
			last.recordsIn += next.recordsIn;
			last.elapsedMs += next.elapsedMs;
		} else {
			sums.push({...next});
		}
	}

	return sums;
}
