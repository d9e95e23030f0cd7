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
	test(`C17: of names of 30 kB, wherever in a line they stand, ${what} holds no more than a start`, t => {
		for (const group of groups) {
			const reader = newReader();
			const write = (from: number, to: number) => {
				for (const [, named] of group) {
					reader.write(linesOf(named, {from, to, pad}));
				}
			};
			write(0, count);
			const begun = heldBytes();
			write(count, 2 * count);
			const held = heldBytes() - begun;
			write(2 * count, 2 * count + 1); // it is still there
			// Of names 256 characters are kept, of a description or a reason 4,096: less than half of the names at any one place.
			t.true(held < (count * padBytes) / 2, `${group.map(([place]) => place).join(', ')}: ${held} bytes`);
		}
	});
}
