import test from 'ava';
import fc from 'fast-check';
import {LineSet} from '../../src/history/line-set.ts';
import {heldBytes} from '../helpers/held-bytes.ts';

const positions = fc.uniqueArray(fc.nat(3000), {maxLength: 60});

function setOf(lines: Iterable<number>): LineSet {
	const set = new LineSet();
	for (const position of lines) {
		set.add(position);
	}
	return set;
}

test('joining two sets of lines gives the lines of both', t => {
	fc.assert(
		fc.property(positions, fc.nat(4000), positions, (left, lines, right) => {
			const before = left.filter(position => position < lines);
			const joined = setOf(before);
			joined.append(setOf(right), lines);
			const expected = new Set([...before, ...right.map(position => lines + position)]);
			t.true(Array.from({length: 8000}, (_, position) => position).every(position => joined.has(position) === expected.has(position)));
		}),
		{numRuns: 50},
	);
});

test('for a pipeline that writes all its lines to stderr, less than a byte is held per line', t => {
	const lines = 4_000_000;
	const begun = heldBytes();
	const set = new LineSet();
	for (let position = 0; position < lines; position++) {
		set.add(position);
	}
	const held = heldBytes() - begun;
	t.true(held < lines, `${held} bytes`);
	t.true(set.has(lines - 1));
});
