import test from 'ava';
import fc from 'fast-check';
import {Canvas} from '../../src/screen/look/canvas.ts';
import type {Line} from '../../src/screen/look/line.ts';
import {screenRow} from '../../src/terminal/output/screen-row.ts';

const columns = 24;
const heights = [3, 2, 4] as const; // heights of parts side by side, each a third of the screen wide
const texts = fc.record({text: fc.stringMatching(/^[ -~│█é世한]{0,3}$/), style: fc.constantFrom('', '31', '1;7')});
const line: fc.Arbitrary<Line> = fc.array(texts, {maxLength: 2});
const part = (height: number) => fc.array(line, {maxLength: height});
const picture = fc.tuple(part(heights[0]), part(heights[1]), part(heights[2]));

const cellsOf = (canvas: Canvas) =>
	canvas.rows().map(row => {
		const {texts: shown, styles} = screenRow(row, columns);
		return {shown, styles};
	});

function drawn(parts: ReadonlyArray<readonly Line[]>, order: readonly number[]): Canvas {
	const canvas = new Canvas();
	for (const index of order) {
		canvas.put(`part ${index}`, {x: index * 8, y: index % 2, lines: parts[index] ?? []});
	}
	return canvas;
}

test('rows with the same key look the same, and the picture is the same in whatever order its parts are put', t => {
	fc.assert(
		fc.property(picture, picture, (one, other) => {
			const rows = drawn(one, [0, 1, 2]).rows();
			t.deepEqual(drawn(one, [2, 0, 1]).rows(), rows);
			const both = [...rows, ...drawn(other, [0, 1, 2]).rows()];
			const shownBy = new Map(both.map(row => [row.key, screenRow(row, columns)]));
			for (const row of both) {
				t.deepEqual(screenRow(row, columns), shownBy.get(row.key));
			}
		}),
	);
});

test('putting a part again replaces it, removing one leaves blanks, and the others stay', t => {
	fc.assert(
		fc.property(picture, picture, fc.nat(2), (before, after, changed) => {
			const canvas = drawn(before, [0, 1, 2]);
			const lines = after[changed] ?? [];
			canvas.put(`part ${changed}`, {x: changed * 8, y: changed % 2, lines});
			const expected = before.map((own, index) => (index === changed ? lines : own));
			t.deepEqual(cellsOf(canvas), cellsOf(drawn(expected, [0, 1, 2])));
			canvas.remove(`part ${changed}`);
			t.deepEqual(
				cellsOf(canvas),
				cellsOf(
					drawn(
						before,
						[0, 1, 2].filter(index => index !== changed),
					),
				),
			);
		}),
	);
});
