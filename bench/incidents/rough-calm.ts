import type {LogEvent} from '../../src/events/event.ts';
import {emptyEvent} from '../../src/events/event-draft.ts';
import {Series} from '../../src/series/series.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const hourMs = 3_600_000;
const stages = ['ingest', 'parse', 'join', 'score', 'store'] as const;

/**
A night in which nothing is wrong, but nothing is smooth either: batches of any size, latencies with a heavy tail
(lognormal with a deviation of 0.35, and one in 300 five times as long), load that swings by a third over the hour,
isolated errors and retries, and a fluctuating cache hit rate. Much rougher than the demo, and made without a pipeline.
*/
export function roughCalm({seed, hours, batchesPerSecond}: {seed: number; hours: number; batchesPerSecond: number}): Series {
	const random = randomOf(seed);
	const series = new Series();
	let line = 0;
	let hits = 0;
	let misses = 0;
	const add = (kind: LogEvent['kind'], ms: number, fields: Partial<LogEvent>) => {
		line++;
		series.add({...emptyEvent, level: 'info', ...fields, kind}, ms, {file: 0, line});
	};
	const periodMs = 1000 / batchesPerSecond;
	for (let ms = startMs; ms < startMs + hours * hourMs; ) {
		const load = 1 + 0.33 * Math.sin(((ms - startMs) / hourMs) * 2 * Math.PI);
		const records = Math.round(200 + 600 * random.uniform());
		for (const [index, component] of stages.entries()) {
			const usualMs = (periodMs / 8) * (1 + index / 4) * (0.5 + records / 1000);
			const odd = random.uniform() < 1 / 300 ? 5 : 1;
			const elapsedMs = usualMs * Math.exp(0.35 * random.normal()) * odd;
			ms += elapsedMs;
			add('stage_completed', ms, {component, recordsIn: records, recordsOut: records, elapsedMs});
			if (random.uniform() < 1 / 2000) {
				add('other', ms, {component, level: 'error'});
			}
			if (random.uniform() < 1 / 500) {
				add('retry', ms, {component, level: 'warn'});
			}
		}
		hits += Math.round(records * (0.85 + 0.1 * random.uniform()));
		misses += Math.round(records * 0.1);
		add('cache_stats', ms, {cacheName: 'geo', hits, misses});
		ms += (periodMs / 3 / load) * (0.5 + random.uniform());
	}
	return series;
}

/** mulberry32 and the Box-Muller transform. */
function randomOf(seed: number) {
	let state = seed >>> 0;
	const uniform = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())};
}
