import test from 'ava';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {Series} from '../../src/series/series.ts';
import {orders} from '../helpers/orders.ts';
import {makeEvent, overWindow} from './events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const circuits = ['db', 'api', 'queue'];

/** What happens in a second: each kind of event that is kept in time order. */
function eventsOf(second: number) {
	const component = `stage ${second % 3}`;
	switch (second % 8) {
		case 0:
		case 1:
			return makeEvent('stage_completed', {
				component,
				batch: Math.floor(second / 8),
				recordsIn: 10,
				recordsOut: 9,
				elapsedMs: 1 + (second % 90),
			});
		case 2:
			return makeEvent('stage_failed', {component, batch: Math.floor(second / 8), level: 'error', reason: `failure ${second}`});
		case 3:
			return makeEvent('circuit_state_change', {
				circuitName: 'db',
				newState: second % 16 === 3 ? 'open' : 'closed',
				reason: `reason ${second}`,
			});
		case 4:
			return makeEvent('pipeline_health', {
				fields: {
					openCircuits: circuits.filter((_, index) => Math.floor(second / 64) % (index + 2) === 0),
					bottleneckStage: component,
					bottleneckRps: second,
					batchCount: second,
					peakMemoryKb: second * 2,
					cacheHitRates: {rates: (second % 100) / 100},
				},
			});
		case 5:
			return makeEvent('cache_stats', {cacheName: 'rates', hits: second, misses: 5});
		case 6:
			return makeEvent('retry', {circuitName: 'api', component});
		default:
			return makeEvent('alert', {fields: {name: `rule ${second % 4}`, value: second}});
	}
}

const seconds = 4000;
function seriesOf(order: Iterable<number>): Series {
	const series = new Series();
	for (const second of order) {
		series.add(eventsOf(second), startMs + second * 1000, {file: 0, line: second + 1});
	}
	return series;
}

const {'in order': ordered, ...others} = orders;
const inOrder = seriesOf(ordered?.(seconds) ?? []);

for (const [name, order] of Object.entries(others)) {
	test(`T4: ${name}: the state is the same at every moment`, t => {
		const series = seriesOf(order(seconds));
		for (const second of [0, 7, 500, 1777, 3000, seconds - 1]) {
			const atMs = startMs + second * 1000;
			t.deepEqual(snapshotAt(series, {...overWindow, atMs}), snapshotAt(inOrder, {...overWindow, atMs}), `second ${second}`);
		}
	});
}
