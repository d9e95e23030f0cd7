import {Buffer} from 'node:buffer';
import test from 'ava';
import {Fold} from '../../src/engine/fold.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {heldBytes} from '../helpers/held-bytes.ts';

const at = (second: number): string => new Date(Date.UTC(2024, 0, 15, 22) + second * 1000).toISOString();

/** 20,000 events, each with names that no event had before. */
function newNames(start: number): Buffer {
	const lines = Array.from({length: 5000}, (_, index) => {
		const name = `name-${start + index}`;
		const event = (fields: Readonly<Record<string, unknown>>) => `${JSON.stringify({timestamp: at(index % 60), ...fields})}\n`;
		return [
			event({component: name, event: 'stage_completed', recordsIn: 5, recordsOut: 5, elapsedMs: 5, [`field ${name}`]: 1}),
			event({component: name, level: 'ERROR', event: 'failed', host: `host ${name}`, reason: name}),
			event({component: 'db', event: 'circuit_state_change', circuitName: `circuit ${name}`, newState: 'open'}),
			event({component: 'db', event: 'cache_stats', cacheName: `cache ${name}`, hits: 1, misses: 1}),
		].join('');
	});
	return Buffer.from(lines.join(''));
}

test('C17: a log that makes up new names for each event holds no more after 200,000 of them than after 60,000', t => {
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const input = fold.open(0);
	let begun = 0;
	for (let batch = 0; batch < 10; batch++) {
		input.write(newNames(batch * 5000));
		begun = batch === 2 ? heldBytes() : begun;
	}
	const grown = heldBytes() - begun;
	t.is(fold.counts.events, 200_000);
	t.true(grown < 1.5e6, `${Math.round(grown / 1000)} kB more`);
});
