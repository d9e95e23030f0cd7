import type {LogEvent} from '../events/event.ts';
import {Fields} from './parts/fields.ts';
import {isNotBefore} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {amount, hitRateOf, ratio} from './parts/sane-numbers.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

/** The cells of a bucket: the last values reported in it. NaN means "not reported". */
export const cache = {place: 1, ms: 2, hitRate: 3, hits: 4, misses: 5, size: 6, maxSize: 7} as const;

const layout = {
	stride: 8,
	places: [cache.place],
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		if (isNotBefore(from[of + cache.ms] ?? 0, from[of + cache.place] ?? 0, into[at + cache.ms] ?? 0, into[at + cache.place] ?? 0)) {
			into.set(from.subarray(of + 1, of + 8), at + 1);
		}
	},
} as const;

/** The cells of a bucket of single lookups: their sums. */
export const lookup = {hits: 1, misses: 2} as const;

const lookupLayout = {
	stride: 3,
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		addLookups(into, at, from[of + lookup.hits] ?? 0, from[of + lookup.misses] ?? 0);
	},
} as const;

/**
What the cache itself reported, what the pipeline's health reports said about it, and single lookups if it logs each
one.
*/
export type CacheRow = {readonly own: Timeline; readonly reported: Timeline; readonly lookups: Timeline};

export type CachesData = NameTableData<{readonly [Part in keyof CacheRow]: TimelineData}>;

export class Caches {
	readonly table: NameTable<CacheRow>;

	constructor(usage: Usage) {
		this.table = new NameTable({names: 200, hosts: 1}, () => ({
			own: new Timeline(layout, usage),
			reported: new Timeline(layout, usage),
			lookups: new Timeline(lookupLayout, usage),
		}));
	}

	/** Adds a cache's own event. */
	add(event: LogEvent, ms: number, place: number, bucket: number): void {
		const fields = new Fields(event.fields);
		const hits = amount(event.hits);
		const misses = amount(event.misses);
		const {own} = this.table.row(nameOf(event), '');
		setLast(own, bucket, ms, place, [
			ratio(event.hitRate) ?? hitRateOf(hits, misses),
			hits,
			misses,
			amount(fields.number('size', 'currsize', 'currentSize')),
			amount(fields.number('maxSize', 'capacity')),
		]);
	}

	/** Adds single lookups. */
	addLookups(event: LogEvent, bucket: number): void {
		const {lookups} = this.table.row(nameOf(event), '');
		const hits = amount(event.hits);
		const misses = amount(event.misses);
		const at = lookups.at(bucket);
		if (hits !== undefined && misses !== undefined) {
			addLookups(lookups.cells, at, hits, misses);
		}
	}

	/** Adds a hit rate from one of the pipeline's health reports. */
	addReported(name: string, hitRate: number, ms: number, place: number, bucket: number): void {
		setLast(this.table.row(name, '').reported, bucket, ms, place, [hitRate]);
	}

	toData(): CachesData {
		return this.table.toData(({own, reported, lookups}) => ({
			own: own.toData(),
			reported: reported.toData(),
			lookups: lookups.toData(),
		}));
	}

	merge(right: CachesData, linesBefore: number): void {
		this.table.merge(right, (mine, theirs) => {
			mine.own.merge(theirs.own, linesBefore);
			mine.reported.merge(theirs.reported, linesBefore);
			mine.lookups.merge(theirs.lookups);
		});
	}

	halve(): void {
		this.table.each(row => {
			row.own.halve();
			row.reported.halve();
			row.lookups.halve();
		});
	}
}

/** @param values - From the hit rate on. */
function setLast(timeline: Timeline, bucket: number, ms: number, place: number, values: ReadonlyArray<number | undefined>): void {
	const at = timeline.at(bucket);
	const {cells} = timeline;
	if (cells[at + cache.place] === 0 || isNotBefore(ms, place, cells[at + cache.ms] ?? 0, cells[at + cache.place] ?? 0)) {
		cells[at + cache.place] = place;
		cells[at + cache.ms] = ms;
		for (let column = cache.hitRate; column <= cache.maxSize; column++) {
			cells[at + column] = values[column - cache.hitRate] ?? Number.NaN;
		}
	}
}

function addLookups(cells: Float64Array, at: number, hits: number, misses: number): void {
	cells[at + lookup.hits] = (cells[at + lookup.hits] ?? 0) + hits;
	cells[at + lookup.misses] = (cells[at + lookup.misses] ?? 0) + misses;
}

const nameOf = (event: LogEvent): string => event.cacheName ?? event.component ?? '(unnamed)';
