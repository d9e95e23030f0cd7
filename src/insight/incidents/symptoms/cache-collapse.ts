import {type CacheRow, cache, lookup} from '../../../series/caches.ts';
import type {Spot} from '../../../series/parts/log-position.ts';
import type {Series} from '../../../series/series.ts';
import {firstAndLast} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {sliceLengthMs, sliceStartMs} from '../slices.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';
import {type Sample, type SignalRule, watchSignal} from '../watch-signal.ts';

const leastSpread = 0.02;

/** Lookups of a cache since the previous report. */
type Answers = {readonly fromMs: number; readonly bucket: number; readonly hits: number; readonly misses: number};

/**
A cache whose hit rate is at least 20 points below its usual. Most caches report totals since their creation, which
hardly change after an hour, so only the lookups between two reports count.
*/
export const cacheCollapse = symptomRule({
	kind: 'cache_collapse',
	rank: -1,
	thresholds: {
		cacheDrop: {default: 0.2, meaning: 'The smallest fall of a hit rate, 0 to 1.'},
		minLookups: {default: 20, meaning: 'The fewest lookups of a cache in a slice.'},
	},
	detect: cacheCollapses,
	sentence: ({subject, before, worst}, say) =>
		`hit rate of cache ${say.subject(subject)} fell ${say.percent(before, 1)} ${say.arrow} ${say.percent(worst, 1)}`,
	title: ({subject, before, worst}, say) => `cache${say.name(subject)} ${say.percent(before)} ${say.arrow} ${say.percent(worst)}`,
	clue: {
		kind: 'cache',
		sentence: ({subject, before, after}, say) =>
			`hit rate of ${say.subject(subject)} ${say.percent(before, 1)} ${say.arrow} ${say.percent(after, 1)}`,
	},
	reason: ({subject}) => `the hit rate of cache ${subject} has collapsed`,
	evidence: (series, {subject = '', startMs}, endMs) =>
		firstAndLast([...(series.caches.table.rows.get(subject)?.values() ?? [])].flatMap(row => reportSpots(series, row, startMs, endMs))),
});

type CacheScope = Scope<'cacheDrop' | 'minLookups'>;

function cacheCollapses({series, through, endMs, settings}: CacheScope): FoundSymptom[] {
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
function samplesOf(series: Series, answers: readonly Answers[], endMs: number, settings: CacheScope['settings']): Sample[] {
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

/** From the cache's own reports, or else its single lookups, or else the rates in the pipeline's reports. */
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
	let counts: {readonly hits: number; readonly misses: number} | undefined; // from the last report that had both
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
				const isReset = hits < counts.hits || misses < counts.misses; // the cache was recreated
				const since = isReset ? {hits: 0, misses: 0} : counts;
				answers.push({fromMs: beforeMs ?? ms, bucket, hits: hits - since.hits, misses: misses - since.misses});
			}

			counts = {hits, misses};
		}

		beforeMs = ms;
	}

	return answers;
}

const rateWeight = 100; // for a report with a rate but without counts

function reportSpots(series: Series, {own, reported}: CacheRow, startMs: number, endMs: number): Spot[] {
	const timeline = own.size > 0 ? own : reported;
	const spots: Spot[] = [];
	const end = timeline.countThrough(series.bucketOf(endMs));
	for (let index = timeline.countThrough(series.bucketOf(startMs) - 1); index < end; index++) {
		spots.push({ms: timeline.get(index, cache.ms), place: timeline.get(index, cache.place)});
	}

	return spots;
}
