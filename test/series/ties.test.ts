import test from 'ava';
import fc from 'fast-check';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {fold, logOf, overAll, type TimedEvent} from './events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);

const completed = fc.record({
	component: fc.constantFrom('ingest', 'sink'),
	recordsIn: fc.constant(100),
	elapsedMs: fc.integer({min: 1, max: 99}),
});
const entry = fc.oneof(
	completed.map(fields => ['stage_completed', fields] as const),
	fc.nat(100).map(hits => ['cache_stats', {cacheName: 'geo', hits, misses: 100 - hits}] as const),
	fc.nat(1000).map(peak => ['pipeline_health', {fields: {peakMemoryKb: peak, batchCount: peak}}] as const),
	fc.constantFrom('open', 'closed').map(newState => ['circuit_state_change', {circuitName: 'api', newState}] as const),
);

/** What is told of the last event of its kind. */
function lastOf(log: readonly TimedEvent[]) {
	const {stages, caches, peakMemoryKb, batchCount, status} = snapshotAt(fold(log), overAll);
	return {
		stages: stages.map(({name, throughputRps}) => [name, throughputRps]).toSorted(),
		caches: caches.map(({name, hitRate}) => [name, hitRate]),
		peakMemoryKb,
		batchCount,
		status,
	};
}

test('of events at the same time the last is the one furthest down in the log, in whatever order they come', t => {
	fc.assert(
		fc.property(fc.array(entry, {minLength: 1, maxLength: 12}), fc.infiniteStream(fc.nat()), (entries, keys) => {
			const atOnce = logOf(...entries.map(([kind, fields]) => [startMs, kind, fields] as const));
			const oneByOne = logOf(...entries.map(([kind, fields], index) => [startMs + index, kind, fields] as const));
			const shuffled = atOnce.map(event => [event, keys.next().value ?? 0] as const).toSorted((a, b) => a[1] - b[1]);
			const expected = lastOf(oneByOne);
			t.deepEqual(lastOf(atOnce), expected);
			t.deepEqual(lastOf(shuffled.map(([event]) => event)), expected);
		}),
		{numRuns: 200},
	);
});
