import test from 'ava';
import fc from 'fast-check';
import {Timeline} from '../../src/series/parts/timeline.ts';
import {orders} from '../helpers/orders.ts';

const countColumn = 1;
const newTimeline = () =>
	new Timeline(
		{
			stride: 2,
			combine(into, at, from, of) {
				into[at + countColumn] = (into[at + countColumn] ?? 0) + (from[of + countColumn] ?? 0);
			},
		},
		{entries: 0},
	);

function count(timeline: Timeline, bucket: number): void {
	const at = timeline.at(bucket) + countColumn;
	timeline.cells[at] = (timeline.cells[at] ?? 0) + 1;
}

const entriesOf = (timeline: Timeline) =>
	Array.from({length: timeline.size}, (_, index) => [timeline.bucketAt(index), timeline.get(index, 1)]);

/** Runs of buckets, near and far, up and down, as from clocks that are set or that differ between programs. */
const anyBuckets = fc
	.array(
		fc.record({from: fc.integer({min: -3000, max: 3000}), step: fc.integer({min: -3, max: 3}), length: fc.integer({min: 1, max: 2000})}),
		{
			maxLength: 6,
		},
	)
	.map(runs => runs.flatMap(({from, step, length}) => Array.from({length}, (_, index) => from + step * index)));

test('T4: in whatever order buckets come, each is there once, in order, with everything that was added to it', t => {
	fc.assert(
		fc.property(anyBuckets, fc.array(fc.nat(), {maxLength: 4}), (buckets, looks) => {
			const timeline = newTimeline();
			const counts = new Map<number, number>();
			const looksAfter = new Set(looks.map(look => look % (buckets.length + 1)));
			for (const [index, bucket] of buckets.entries()) {
				count(timeline, bucket);
				counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
				if (looksAfter.has(index)) {
					t.is(timeline.countThrough(bucket), [...counts.keys()].filter(known => known <= bucket).length);
				}
			}
			t.deepEqual(
				entriesOf(timeline),
				[...counts].sort(([a], [b]) => a - b),
			);
		}),
		{numRuns: 100},
	);
});

for (const [name, order] of Object.entries(orders)) {
	test(`T4: ${name}: buckets are moved at most 20 times on average, however many there are`, t => {
		for (const length of [2000, 20_000, 100_000]) {
			const timeline = newTimeline();
			for (const bucket of order(length)) {
				count(timeline, bucket);
			}
			t.is(timeline.countThrough(length), length);
			t.true(timeline.moves <= 20 * length, `${length}: ${timeline.moves / length}`);
		}
	});
}
