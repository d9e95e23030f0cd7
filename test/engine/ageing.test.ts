import test from 'ava';
import fc from 'fast-check';
import {Ageing} from '../../src/engine/live/ageing.ts';

test('P20: the age of a quiet source is updated every second at first, then in steps that grow with it', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 900, max: 1100}), {maxLength: 2000}), ticks => {
			const ageing = new Ageing();
			let [quietMs, toldMs] = [0, 0];
			for (const tick of ticks) {
				quietMs += tick;
				toldMs = ageing.isOlder(quietMs) ? quietMs : toldMs;
				t.true(quietMs - toldMs <= Math.max(1200, quietMs / 3));
				t.true(quietMs < 60_000 || quietMs - toldMs <= Math.max(10_000, quietMs / 10));
			}
		}),
	);
	const ageing = new Ageing();
	const told = Array.from({length: 3600}, (_, second) => ageing.isOlder(second * 1000));
	t.deepEqual(
		[told.slice(0, 15), told.slice(15, 60), told.slice(60, 600), told.slice(600)].map(part => part.filter(Boolean).length),
		[15, 9, 54, 50],
	);
	t.true(ageing.isOlder(0), 'something came');
});
