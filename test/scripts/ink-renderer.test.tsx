import test from 'ava';
import fc from 'fast-check';
import {Box, type DOMElement, render as renderWithInk} from 'ink';
import type {ReactElement, RefObject} from 'react';
import {Dashboard} from '../../components/dashboard.tsx';
import {Rows} from '../../components/rows.tsx';
import render from '../../scripts/ink-renderer.ts';
import {InkOutput} from '../../src/terminal/ink-output.ts';
import {screenRow} from '../../src/terminal/screen-row.ts';
import {layoutFor} from '../../src/ui/layout.ts';
import {pictureOf} from '../../src/ui/picture.ts';
import type {UiState} from '../../src/ui/ui-state.ts';
import {colourTheme, emptyFrame, sampleFrame, sampleView} from '../helpers/sample-frame.ts';

type Root = RefObject<DOMElement | null>;

/** The cells of a frame, as Ink renders it and as what stands in for Ink's renderer does. */
function cellsByBoth(columns: number, height: number, content: ReactElement): readonly [unknown, unknown] {
	let frame = '';
	const stdout = new InkOutput(columns, height, text => {
		frame = text;
	});
	const screen: Root = {current: null};
	const app = renderWithInk(
		<Box ref={screen} width={columns} height={height} flexDirection="column" overflow="hidden">
			{content}
		</Box>,
		{stdout, debug: true, interactive: true, patchConsole: false, exitOnCtrlC: false},
	);
	const byInk = frame;
	const root = screen.current?.parentNode;
	if (root === undefined) {
		throw new Error('nothing was rendered');
	}
	const {output, outputHeight} = render(root);
	app.unmount();
	if (outputHeight !== height) {
		throw new Error(`${outputHeight} rows instead of ${height}`);
	}
	return [cellsOf(byInk, columns), cellsOf(output, columns)];
}

function cellsOf(frame: string, columns: number): unknown {
	return frame.split('\n').map(line => {
		const {texts, styles} = screenRow(line, columns);
		return {text: texts.join(''), styles};
	});
}

const looks: ReadonlyArray<{readonly name: string; readonly ui: Partial<UiState>}> = [
	{name: 'the dashboard', ui: {}},
	{name: 'help', ui: {overlay: {type: 'help'}}},
	{name: 'a zoomed panel', ui: {zoomed: 'timeline'}},
	{name: 'an incident', ui: {overlay: {type: 'incident', number: 1, selected: 0, lines: undefined, isAwaited: false}}},
];
for (const [columns, height] of [
	[160, 45],
	[80, 24],
	[40, 10],
] as const) {
	for (const {name, ui} of looks) {
		test(`${name} at ${columns}x${height} has the cells that Ink gives it`, t => {
			for (const frame of [sampleFrame, emptyFrame]) {
				const view = sampleView(columns, height, {frame, ui, theme: colourTheme});
				const layout = layoutFor({columns, rows: height, frame, ui: view.ui});
				const [byInk, ours] = cellsByBoth(columns, height, <Dashboard {...view} layout={layout} />);
				t.deepEqual(ours, byInk);
				t.deepEqual(cellsOf(pictureOf(layout, view), columns), byInk, 'the picture without components');
			}
		});
	}
}

test('columns of any ready rows, coloured or wide, have the cells that Ink gives them', t => {
	const piece = fc
		.tuple(fc.constantFrom('', '\u001B[31m', '\u001B[1;7m'), fc.stringMatching(/^[ -~│█⣿é世한]{1,4}$/))
		.map(([look, text]) => (look === '' ? text : `${look}${text}\u001B[0m`));
	const row = fc.array(piece, {maxLength: 3}).map(pieces => pieces.join(''));
	const column = fc.array(row, {maxLength: 5});
	fc.assert(
		fc.property(fc.array(column, {minLength: 1, maxLength: 3}), fc.integer({min: 1, max: 4}), (columns, height) => {
			const width = 24; // of a column: no row is wider
			const [byInk, ours] = cellsByBoth(
				columns.length * width,
				height,
				<Box height={height} flexShrink={0}>
					{columns.map((rows, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
						<Rows key={index} rows={rows} width={width} height={height} />
					))}
				</Box>,
			);
			t.deepEqual(ours, byInk);
		}),
		{numRuns: 60},
	);
});
