import type {Series} from '../../series/series.ts';
import {work} from '../../series/stages.ts';
import {stageRows} from '../stages/stage-views.ts';
import {sliceLengthMs, sliceStartMs} from './slices.ts';
import type {IncidentSettings} from './thresholds.ts';
import type {Sample} from './watch-signal.ts';

const columns = ['completions', 'timed', 'elapsedMs', 'rateIn', 'rateMs'] as const;
type Column = (typeof columns)[number];

/** Summed work, see `work`. */
export type Work = {[Name in Column]: number};

/** A stage's completions on all hosts: one entry per bucket with a completion, in order. */
export type StageWork = {readonly [Name in Column | 'buckets']: Float64Array};

/** A stage's work up to a bucket. It uses arrays of numbers because a night has a quarter of a million entries. */
export function stageWork(series: Series, name: string, through: number): StageWork {
	const works = stageRows(series, name, through).map(({work: timeline}) => {
		const end = timeline.countThrough(through);
		const entries = emptyWork(end);
		let size = 0;
		for (let index = 0; index < end; index++) {
			if (timeline.get(index, work.completions) > 0) {
				entries.buckets[size] = timeline.bucketAt(index);
				for (const column of columns) {
					entries[column][size] = timeline.get(index, work[column]);
				}

				size++;
			}
		}

		return firstEntries(entries, size);
	});
	return works.reduce(summed, emptyWork(0));
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
export function sumOf(works: StageWork, from: number, to: number): Work {
	const sum: Work = {completions: 0, timed: 0, elapsedMs: 0, rateIn: 0, rateMs: 0};
	for (let index = from; index < to; index++) {
		for (const column of columns) {
			sum[column] += works[column][index] ?? 0;
		}
	}

	return sum;
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

function emptyWork(size: number): StageWork {
	return eachColumn(() => new Float64Array(size));
}

function firstEntries(works: StageWork, size: number): StageWork {
	return eachColumn(column => works[column].subarray(0, size));
}

function eachColumn(make: (column: keyof StageWork) => Float64Array): StageWork {
	return {
		buckets: make('buckets'),
		completions: make('completions'),
		timed: make('timed'),
		elapsedMs: make('elapsedMs'),
		rateIn: make('rateIn'),
		rateMs: make('rateMs'),
	};
}

/** Adds two hosts. */
function summed(left: StageWork, right: StageWork): StageWork {
	if (left.buckets.length === 0) {
		return right;
	}

	const sums = emptyWork(left.buckets.length + right.buckets.length);
	let size = 0;
	let mine = 0;
	let theirs = 0;
	while (mine < left.buckets.length || theirs < right.buckets.length) {
		const bucket = Math.min(left.buckets[mine] ?? Number.POSITIVE_INFINITY, right.buckets[theirs] ?? Number.POSITIVE_INFINITY);
		const nextMine = mine + (left.buckets[mine] === bucket ? 1 : 0);
		const nextTheirs = theirs + (right.buckets[theirs] === bucket ? 1 : 0);
		const [a, b] = [sumOf(left, mine, nextMine), sumOf(right, theirs, nextTheirs)];
		sums.buckets[size] = bucket;
		for (const column of columns) {
			sums[column][size] = a[column] + b[column];
		}

		size++;
		mine = nextMine;
		theirs = nextTheirs;
	}

	return firstEntries(sums, size);
}
