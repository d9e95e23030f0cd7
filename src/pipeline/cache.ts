import {LRUCache} from 'lru-cache';
import {round} from '../shared/round.ts';
import {StructuredLogger} from './structured-logger.ts';

/** The four numbers that Python's `cache_info()` returns. */
export type CacheInfo = {
	readonly hits: number;
	readonly misses: number;
	readonly maxSize: number;
	readonly currSize: number;
};

export type CacheOptions = {
	/** Maximum number of entries; the least recently used one is evicted first. Default: 128, as in Python. */
	readonly maxSize?: number;
	/** How long an entry is valid, by the logger's clock. Milliseconds. Default: forever. */
	readonly ttlMs?: number;
	/**
	Logs `cache_stats`; its component should be the stage that uses the cache. Default: a logger with the cache's name.
	*/
	readonly logger?: StructuredLogger;
};

/**
A least-recently-used cache (lru-cache) that counts its hits and misses.

```ts
const calibrations = new Cache<string, number>('calibration', {maxSize: 256});
calibrations.getOrCompute('sensor-7', id => id.length);
calibrations.logStats(); // cache_stats {cacheName, hits, misses, size, maxSize, hitRate}
```
*/
export class Cache<K extends NonNullable<unknown>, V extends NonNullable<unknown>> {
	readonly name: string;
	readonly #entries: LRUCache<K, V>;
	readonly #pending = new Map<K, Promise<V>>();
	readonly #logger: StructuredLogger;
	#hits = 0;
	#misses = 0;

	constructor(name: string, {maxSize = 128, ttlMs, logger}: CacheOptions = {}) {
		this.name = name;
		this.#logger = logger ?? new StructuredLogger(name);
		const {clock} = this.#logger;
		const now = () => 1 + clock.monotonicMs(); // lru-cache doesn't accept 0 as a time
		this.#entries = new LRUCache<K, V>({max: maxSize, ...(ttlMs === undefined ? {} : {ttl: ttlMs, ttlResolution: 0, perf: {now}})});
	}

	/** The entry, counted as a hit; or `undefined`, counted as a miss. */
	get(key: K): V | undefined {
		const value = this.#entries.get(key);
		if (value === undefined) {
			this.#misses++;
		} else {
			this.#hits++;
		}
		return value;
	}

	set(key: K, value: V): void {
		this.#entries.set(key, value);
	}

	/** The value of `key`, computed and stored on a miss. */
	getOrCompute(key: K, compute: (key: K) => V): V {
		const known = this.get(key);
		if (known !== undefined) {
			return known;
		}
		const value = compute(key);
		this.#entries.set(key, value);
		return value;
	}

	/**
	Like `getOrCompute`, but asynchronous. Calls during a pending fetch share it and count as hits. Failures aren't
	stored.
	*/
	async getOrFetch(key: K, fetch: (key: K) => Promise<V>): Promise<V> {
		const pending = this.#pending.get(key);
		if (pending !== undefined) {
			this.#hits++;
			return pending;
		}
		const known = this.get(key);
		return known ?? this.#fetch(key, fetch);
	}

	/** Removes an entry; the counts stay. */
	delete(key: K): void {
		this.#entries.delete(key);
	}

	/** Removes all entries; the counts stay, because they are totals of the run. */
	clear(): void {
		this.#entries.clear();
	}

	cacheInfo(): CacheInfo {
		return {hits: this.#hits, misses: this.#misses, maxSize: this.#entries.max, currSize: this.#entries.size};
	}

	/** Logs `cache_stats`: totals since the start, and `hitRate` (0..1, 4 decimals; omitted before the first use). */
	logStats(): void {
		const {hits, misses, maxSize, currSize} = this.cacheInfo();
		this.#logger.info('cache_stats', {cacheName: this.name, hits, misses, size: currSize, maxSize, hitRate: hitRate({hits, misses}, 4)});
	}

	async #fetch(key: K, fetch: (key: K) => Promise<V>): Promise<V> {
		const promise = fetch(key);
		this.#pending.set(key, promise);
		try {
			const value = await promise;
			this.#entries.set(key, value);
			return value;
		} finally {
			this.#pending.delete(key);
		}
	}
}

/** hits / (hits + misses), 0..1; `undefined` before the first use. */
export function hitRate({hits, misses}: {readonly hits: number; readonly misses: number}, digits: number): number | undefined {
	return hits + misses === 0 ? undefined : round(hits / (hits + misses), digits);
}
