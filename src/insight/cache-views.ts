import {type CacheRow, cache, lookup} from '../series/caches.ts';
import {compareNames, isNotBefore} from '../series/parts/log-position.ts';
import {hitRateOf} from '../series/parts/sane-numbers.ts';
import type {Timeline} from '../series/parts/timeline.ts';
import type {Series} from '../series/series.ts';
import type {CacheView} from './snapshot.ts';
import {trendSlices} from './stages/trend.ts';

/**
The caches known up to a bucket, by name. The hit rate comes from the cache's own report or the pipeline's, whichever is
newer. Without either, it is computed from single lookups.
*/
export function cacheViewsAt(series: Series, through: number): CacheView[] {
	const slices = trendSlices(series, through);
	const views = [...series.caches.table.rows].flatMap(([name, hosts]) => {
		const row = hosts.get('');
		if (row === undefined || row.own.countThrough(through) + row.reported.countThrough(through) + row.lookups.countThrough(through) === 0) {
			return [];
		}

		const own = row.own.countThrough(through) - 1;
		const told = (column: number) => (own < 0 ? undefined : known(row.own.get(own, column)));
		// Both must come from the same source.
		const tellsCounts = told(cache.hits) !== undefined || told(cache.misses) !== undefined;
		const answers = (column: number) =>
			tellsCounts || row.lookups.countThrough(through) === 0 ? undefined : row.lookups.sum(column, Number.NEGATIVE_INFINITY, through);
		return [
			{
				name,
				hitRate: hitRateIn(row, Number.NEGATIVE_INFINITY, through),
				hits: told(cache.hits) ?? answers(lookup.hits),
				misses: told(cache.misses) ?? answers(lookup.misses),
				size: told(cache.size),
				maxSize: told(cache.maxSize),
				trend: slices.map(slice => hitRateIn(row, slice.after, slice.through)),
			},
		];
	});
	return views.sort((a, b) => compareNames(a.name, b.name));
}

/** The last hit rate reported in `(after, through]`, or that of the lookups in it. */
export function hitRateIn({own, reported, lookups}: CacheRow, after: number, through: number): number | undefined {
	const mine = lastIn(own, after, through);
	const theirs = lastIn(reported, after, through);
	if (mine === undefined || theirs === undefined) {
		return (
			mine?.hitRate ?? theirs?.hitRate ?? hitRateOf(lookups.sum(lookup.hits, after, through), lookups.sum(lookup.misses, after, through))
		);
	}

	return isNotBefore(mine.ms, mine.place, theirs.ms, theirs.place) ? mine.hitRate : theirs.hitRate;
}

function lastIn(timeline: Timeline, after: number, through: number): {hitRate: number; ms: number; place: number} | undefined {
	const index = timeline.countThrough(through) - 1;
	const hitRate = index < 0 || timeline.bucketAt(index) <= after ? undefined : known(timeline.get(index, cache.hitRate));
	return hitRate === undefined ? undefined : {hitRate, ms: timeline.get(index, cache.ms), place: timeline.get(index, cache.place)};
}

function known(value: number): number | undefined {
	return Number.isNaN(value) ? undefined : value;
}
