import {Buffer} from 'node:buffer';
import test from 'ava';
import {logLines} from '../../bench/make-log.ts';
import {Fold} from '../../src/engine/fold/fold.ts';
import type {FoldInput} from '../../src/engine/fold/fold-input.ts';
import {ScanRelay} from '../../src/engine/threads/scan-relay.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {healthOf} from '../../src/insight/health.ts';
import {noIncidents} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {eventually} from '../helpers/eventually.ts';

function told(fold: Fold) {
	const {series, counts, dialects, hasTime} = fold;
	return healthOf(snapshotAt(series, {incidents: noIncidents, hasTime, source: counts, dialects, atMs: undefined, windowMs: undefined}));
}

test('what another thread scans, in pieces as they arrive, equals folding in one pass', async t => {
	const lines = [...logLines(24_000)];
	const long = JSON.stringify({component: 'ingest', level: 'error', msg: 'x'.repeat(600_000)});
	const log = Buffer.from([...lines.slice(0, 15_000), long, 'plain text', '', ...lines.slice(15_000)].join('\n'));
	const whole = new Fold({read, selection: undefined});
	const wholeInput = whole.open(0);
	wholeInput.write(log);
	wholeInput.end();
	whole.finish();
	for (const chunkBytes of [10_007, 300_000, log.length]) {
		const fold = new Fold({read, selection: undefined});
		const input = fold.open(0);
		let rows = 0;
		const counted: FoldInput = {
			...input,
			take(scanned) {
				rows += scanned.rows;
				input.take(scanned);
			},
		};
		const relay = new ScanRelay(read, counted);
		for (let start = 0; start < log.length; start += chunkBytes) {
			const chunk = Buffer.from(log.subarray(start, start + chunkBytes));
			await relay.write(chunk);
			chunk.fill(0);
			if (start === 0) {
				await eventually(() => relay.isReady, 'the other thread is ready');
			}
		}
		await relay.end();
		relay.close();
		fold.finish();
		t.deepEqual(told(fold), told(whole));
		t.true(rows > 10_000 || chunkBytes === log.length);
	}
});
