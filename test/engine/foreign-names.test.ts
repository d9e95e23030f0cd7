import test from 'ava';
import {linesOf, namedLines} from '../helpers/foreign-names.ts';
import {heldBytes} from '../helpers/held-bytes.ts';
import {nameReaders} from '../helpers/readers-of-names.ts';

const count = 40;
const padBytes = 30_000;
const placesAtOnce = 5;
const pad = 'x'.repeat(padBytes);

const places = Object.entries(namedLines);
const groups = Array.from({length: Math.ceil(places.length / placesAtOnce)}, (_, group) =>
	places.slice(group * placesAtOnce, (group + 1) * placesAtOnce),
);

for (const [what, newReader] of Object.entries(nameReaders)) {
	test(`C17: of names of 30 kB, anywhere in a line, ${what} holds only the start`, t => {
		for (const group of groups) {
			const reader = newReader();
			const write = (from: number, to: number) => {
				for (const [, named] of group) {
					reader.write(linesOf(named, {from, to, pad}));
				}
			};
			write(0, count);
			// What the engine compiles meanwhile is no name: the least of three rounds counts.
			let held = Number.POSITIVE_INFINITY;
			for (let round = 1; round <= 3; round++) {
				const begun = heldBytes();
				write(round * count, (round + 1) * count);
				held = Math.min(held, heldBytes() - begun);
			}
			write(4 * count, 4 * count + 1); // it is still alive
			// 256 characters of a name are kept, and 4,096 of a description or reason: less than half of the names in any one
			// place.
			t.true(held < (count * padBytes) / 2, `${group.map(([place]) => place).join(', ')}: ${held} bytes`);
		}
	});
}
