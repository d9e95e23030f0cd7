import test from 'ava';
import fc from 'fast-check';
import {findScroll} from '../../src/terminal/output/scroll.ts';

test('what is scrolled is a block of rows of the screen, each of which is wanted where it comes to stand', t => {
	const row = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e');
	const screens = fc.oneof(
		fc.tuple(fc.array(row, {minLength: 1, maxLength: 20}), fc.array(row, {minLength: 1, maxLength: 20})),
		fc
			.tuple(fc.array(row, {minLength: 8, maxLength: 20}), fc.array(row, {minLength: 1, maxLength: 4}), fc.nat(3), fc.nat(3))
			.map(([before, more, top, bottom]) => {
				const kept = before.slice(top, before.length - bottom);
				return [before, [...before.slice(0, top), ...kept.slice(more.length), ...more, ...before.slice(before.length - bottom)]] as const;
			}),
	);
	let scrolled = 0;
	fc.assert(
		fc.property(screens, ([before, after]) => {
			const height = Math.min(before.length, after.length);
			const [old, wanted] = [before.slice(0, height), after.slice(0, height)];
			const scroll = findScroll(old, wanted);
			if (scroll !== undefined) {
				scrolled++;
				const {from, to, by} = scroll;
				t.true(Math.min(from, from - by) >= 0 && from <= to && Math.max(to, to - by) < height);
				t.deepEqual(wanted.slice(from - by, to + 1 - by), old.slice(from, to + 1));
			}
		}),
		{numRuns: 500},
	);
	t.true(scrolled > 50);
});
