import {type CacheRow, cache, lookup} from '../../series/caches.ts';
import type {Series} from '../../series/series.ts';
import type {Scope} from './detector.ts';
import type {IncidentSettings} from './settings.ts';
import {sliceLengthMs, sliceStartMs} from './slices.ts';
import type {Stretch} from './stretch.ts';
import {type Sample, type SignalRule, watchSignal} from './watch-signal.ts';

const leastSpread = 0.02;

/** Look-ups of a cache since the report before. */
type Answers = {readonly fromMs: number; readonly bucket: number; readonly hits: number; readonly misses: number};

/**
A cache that hits at least 20 points less often than it used to. Most caches report sums since they were made, which hardly move any more after an hour; so it is the
look-ups between two reports that count.
*/
export function cacheCollapses({series, through, endMs, settings}: Scope): Stretch[] {
	const rule: SignalRule = {
		least: () => settings.cacheDrop,
		leastSpread: () => leastSpread,
		mostPerSlice: settings.mostPerSlice,
	};
	return [...series.caches.table.rows].flatMap(([name, hosts]) => {
		const answers = [...hosts.values()].flatMap(row => answersOf(series, row, through));
		return watchSignal(samplesOf(series, answers, endMs, settings), rule, settings).map(stretch => ({
			...stretch,
			kind: 'cache_collapse' as const,
			subject: name,
			before: 1 - stretch.before,
			worst: 1 - stretch.worst,
			reason: undefined,
			failures: undefined,
		}));
	});
}

/** Badness is the share of misses. */
function samplesOf(series: Series, answers: readonly Answers[], endMs: number, settings: IncidentSettings): Sample[] {
	const lengthMs = sliceLengthMs(series, settings);
	const samples: Sample[] = [];
	let current: {startMs: number; endMs: number; hits: number; misses: number} | undefined;
	for (const {fromMs, bucket, hits, misses} of answers) {
		const answerEndMs = sliceStartMs(series, settings, bucket) + lengthMs;
		if (answerEndMs > endMs) {
			break;
		}

		if (current !== undefined && answerEndMs > current.endMs && current.hits + current.misses >= settings.minLookups) {
			samples.push(toSample(current));
			current = undefined;
		}

		current ??= {startMs: fromMs, endMs: answerEndMs, hits: 0, misses: 0};
		current.endMs = answerEndMs;
		current.hits += hits;
		current.misses += misses;
	}

	return current !== undefined && current.hits + current.misses >= settings.minLookups ? [...samples, toSample(current)] : samples;
}

function toSample({startMs, endMs, hits, misses}: {startMs: number; endMs: number; hits: number; misses: number}): Sample {
	return {startMs, endMs, badness: misses / (hits + misses)};
}

/** Of what the cache itself tells, else of its single answers, else of the rates in the pipeline's reports. */
function answersOf(series: Series, {own, lookups, reported}: CacheRow, through: number): Answers[] {
	if (own.countThrough(through) > 0) {
		return fromReports(own, through);
	}

	if (lookups.countThrough(through) === 0) {
		return fromReports(reported, through);
	}

	return Array.from({length: lookups.countThrough(through)}, (_, index) => {
		const bucket = lookups.bucketAt(index);
		return {fromMs: bucket * series.stepMs, bucket, hits: lookups.get(index, lookup.hits), misses: lookups.get(index, lookup.misses)};
	});
}

function fromReports(reports: CacheRow['own'], through: number): Answers[] {
	const answers: Answers[] = [];
	let beforeMs: number | undefined;
	let counts: {readonly hits: number; readonly misses: number} | undefined; // of the last report that told both
	for (let index = 0; index < reports.countThrough(through); index++) {
		const ms = reports.get(index, cache.ms);
		const hits = reports.get(index, cache.hits);
		const misses = reports.get(index, cache.misses);
		const bucket = reports.bucketAt(index);
		if (Number.isNaN(hits) || Number.isNaN(misses)) {
			const hitRate = reports.get(index, cache.hitRate);
			if (!Number.isNaN(hitRate)) {
				answers.push({fromMs: beforeMs ?? ms, bucket, hits: hitRate * rateWeight, misses: (1 - hitRate) * rateWeight});
			}
		} else {
			if (counts !== undefined) {
				const isReset = hits < counts.hits || misses < counts.misses; // the cache was made anew
				const since = isReset ? {hits: 0, misses: 0} : counts;
				answers.push({fromMs: beforeMs ?? ms, bucket, hits: hits - since.hits, misses: misses - since.misses});
			}

			counts = {hits, misses};
		}

		beforeMs = ms;
	}

	return answers;
}

const rateWeight = 100; // of a report that tells a rate but no numbers
