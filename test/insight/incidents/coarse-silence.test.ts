import test from 'ava';
import {incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import {fold, logOf, overAll} from '../../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);

test('a log whose buckets are longer than a silence does not end with one, wherever in a bucket it ends', t => {
	for (let seconds = 7200; seconds < 7330; seconds += 10) {
		const entries = Array.from(
			{length: seconds},
			(_, second) => [startMs + second * 1000, 'stage_completed', {component: 'load'}] as const,
		);
		const series = fold(logOf(...entries));
		series.coarsenTo(128_000);
		t.deepEqual(incidentsOf(series), []);
		t.is(snapshotAt(series, overAll).status, 'HEALTHY');
	}
});
