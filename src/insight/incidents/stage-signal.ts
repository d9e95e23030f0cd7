import type {Timeline} from '../../series/parts/timeline.ts';
import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {stageRows} from '../stages/stage-rows.ts';
import {sliceLengthMs, sliceStartMs} from './slices.ts';
import type {IncidentSettings} from './thresholds.ts';
import type {Sample} from './watch-signal.ts';

type Column = 'completions' | 'timed' | 'elapsedMs' | 'rateIn' | 'rateMs';

/** Summed work, see `work`. */
export type Work = {[Name in Column]: number};

/** A stage's completions on all hosts: one entry per bucket with a completion, in order. */
export type StageWork = {readonly [Name in Column | 'buckets']: Float64Array};

/** A stage's work up to a bucket. It uses arrays of numbers because a night has a quarter of a million entries. */
export function stageWork(series: Series, name: string, through: number): StageWork {
	const timelines = stageRows(series, name, through).map(row => row.work);
	const works = emptyWork(completionBuckets(timelines, through));
	for (const timeline of timelines) {
		const end = timeline.countThrough(through);
		let at = 0;
		for (let index = 0; index < end; index++) {
			if (timeline.get(index, work.completions) > 0) {
				const bucket = timeline.bucketAt(index);
				while ((works.buckets[at] ?? bucket) < bucket) {
					at++;
				}

				// One line per column: a loop over their names would take several times as long.
				addTo(works.completions, at, timeline.get(index, work.completions));
				addTo(works.timed, at, timeline.get(index, work.timed));
				addTo(works.elapsedMs, at, timeline.get(index, work.elapsedMs));
				addTo(works.rateIn, at, timeline.get(index, work.rateIn));
				addTo(works.rateMs, at, timeline.get(index, work.rateMs));
			}
		}
	}

	return works;
}

/** How many entries are before a bucket. */
export function countBefore({buckets}: StageWork, bucket: number): number {
	let low = 0;
	let high = buckets.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((buckets[middle] ?? 0) < bucket) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

/** The sum of the entries `[from, to)`. */
export function sumOf({completions, timed, elapsedMs, rateIn, rateMs}: StageWork, from: number, to: number): Work {
	return {
		completions: total(completions, from, to),
		timed: total(timed, from, to),
		elapsedMs: total(elapsedMs, from, to),
		rateIn: total(rateIn, from, to),
		rateMs: total(rateMs, from, to),
	};
}

/**
Divides a stage's work into slices with a minimum number of completions. A slice with fewer is extended into the next.
The last slice counts once its time is over.

@param read - The badness of the summed work. `undefined` when it is unknown.
*/
export function stageSamples(
	series: Series,
	works: StageWork,
	endMs: number,
	settings: IncidentSettings,
	read: (sum: Work) => number | undefined,
): Sample[] {
	const lengthMs = sliceLengthMs(series, settings);
	const samples: Sample[] = [];
	let first = 0;
	let completions = 0;
	let sliceEndMs = Number.NEGATIVE_INFINITY;
	const close = (next: number) => {
		const badness = completions >= settings.minCompletions && sliceEndMs <= endMs ? read(sumOf(works, first, next)) : undefined;
		if (badness !== undefined) {
			samples.push({startMs: sliceStartMs(series, settings, works.buckets[first] ?? 0), endMs: sliceEndMs, badness});
		}
	};
	for (let index = 0; index < works.buckets.length; index++) {
		const bucketEndMs = sliceStartMs(series, settings, works.buckets[index] ?? 0) + lengthMs;
		if (bucketEndMs > sliceEndMs && completions >= settings.minCompletions) {
			close(index);
			first = index;
			completions = 0;
		}

		completions += works.completions[index] ?? 0;
		sliceEndMs = bucketEndMs;
	}

	close(works.buckets.length);
	return samples;
}

/** Start of the first bucket in the bad run that contains a sample. It may be up to a slice earlier than the sample. */
export function startOfRun(
	{stepMs}: Series,
	works: StageWork,
	settings: IncidentSettings,
	sample: Sample,
	isBad: (sum: Work) => boolean,
): number {
	const atMs = (index: number) => (works.buckets[index] ?? Number.POSITIVE_INFINITY) * stepMs;
	const isBadAt = (index: number) => isBad(sumOf(works, index, index + 1));
	let index = countBefore(works, Math.floor(sample.startMs / stepMs));
	while (atMs(index) < sample.endMs && !isBadAt(index)) {
		index++;
	}

	while (index > 0 && isBadAt(index - 1) && atMs(index - 1) >= sample.startMs - settings.sliceMs) {
		index--;
	}

	return atMs(index) < sample.endMs ? atMs(index) : sample.startMs;
}

/** The buckets in which any host completed something, in order. */
function completionBuckets(timelines: readonly Timeline[], through: number): Float64Array {
	const ends = timelines.map(timeline => timeline.countThrough(through));
	const all = new Float64Array(ends.reduce((sum, end) => sum + end, 0));
	let size = 0;
	for (const [row, timeline] of timelines.entries()) {
		for (let index = 0; index < (ends[row] ?? 0); index++) {
			if (timeline.get(index, work.completions) > 0) {
				all[size++] = timeline.bucketAt(index);
			}
		}
	}

	const sorted = timelines.length > 1 ? all.subarray(0, size).sort() : all.subarray(0, size);
	let distinct = 0;
	for (let index = 0; index < size; index++) {
		if (index === 0 || sorted[index] !== sorted[distinct - 1]) {
			sorted[distinct++] = sorted[index] ?? 0;
		}
	}

	return sorted.subarray(0, distinct);
}

function emptyWork(buckets: Float64Array): StageWork {
	const column = () => new Float64Array(buckets.length);
	return {buckets, completions: column(), timed: column(), elapsedMs: column(), rateIn: column(), rateMs: column()};
}

function addTo(column: Float64Array, index: number, value: number): void {
	column[index] = (column[index] ?? 0) + value;
}

function total(column: Float64Array, from: number, to: number): number {
	let sum = 0;
	for (let index = from; index < to; index++) {
		sum += column[index] ?? 0;
	}

	return sum;
}
