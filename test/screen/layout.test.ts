import test from 'ava';
import fc from 'fast-check';
import {panels} from '../../components/panels.ts';
import {type Layout, layoutFor, type Region} from '../../src/screen/look/layout.ts';
import {initialUiState} from '../../src/screen/reduce/initial-ui-state.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {UiState} from '../../src/screen/state/ui-state.ts';
import {emptyFrame, frameWith, sampleCircuit, sampleFrame, sampleStage} from '../helpers/sample-frame.ts';

const crowdedFrame = frameWith({
	stages: Array.from({length: 200}, (_, index) => sampleStage(`stage-${index}`)),
	circuits: Array.from({length: 40}, (_, index) => ({...sampleCircuit, name: `circuit-${index}`})),
	caches: Array.from({length: 20}, (_, index) => ({
		...(sampleFrame.snapshot.caches[0] ?? {hitRate: 1, hits: 1, misses: 0, size: undefined, maxSize: undefined, trend: []}),
		name: `cache-${index}`,
	})),
});
const panelIds = panels.map(({id}) => id);
const frames: readonly Frame[] = [emptyFrame, sampleFrame, crowdedFrame];
const prompt = {kind: 'filter', text: 'level>=', caret: 7, error: undefined} as const;
const states: ReadonlyArray<Partial<UiState>> = [
	{},
	{prompt},
	{overlay: {type: 'help'}},
	{overlay: {type: 'describe'}, prompt},
	...panelIds.map(zoomed => ({zoomed})),
	{groupByHost: true},
];

function regions({places}: Layout): readonly Region[] {
	return places.map(({region}) => region);
}

function at(columns: number, rows: number, frame = sampleFrame, ui: Partial<UiState> = {}): Layout {
	return layoutFor({columns, rows, panels, frame, ui: {...initialUiState, ...ui}});
}

test('the parts tile every screen exactly', t => {
	fc.assert(
		fc.property(
			fc.integer({min: 20, max: 300}),
			fc.integer({min: 1, max: 100}),
			fc.constantFrom(...frames),
			fc.constantFrom(...states),
			(columns, rows, frame, ui) => {
				const {bands, places} = at(columns, rows, frame, ui);
				t.is(
					bands.reduce((sum, {height}) => sum + height, 0),
					rows,
				);
				for (const band of bands) {
					t.is(
						band.columns.reduce((sum, {width}) => sum + width, 0),
						columns,
					);
					for (const column of band.columns) {
						t.is(
							column.places.reduce((sum, {height}) => sum + height, 0),
							band.height,
						);
					}
				}

				const cells = new Uint8Array(columns * rows);
				for (const {x, y, width, height} of places) {
					t.true(width > 0 && height > 0);
					for (let row = y; row < y + height; row++) {
						for (let column = x; column < x + width; column++) {
							const cell = row * columns + column;
							cells[cell] = (cells[cell] ?? 0) + 1;
						}
					}
				}

				t.true(cells.every(count => count === 1));
			},
		),
		{numRuns: 300},
	);
});

test('a large screen has every panel', t => {
	for (const [columns, rows] of [
		[160, 45],
		[120, 36],
		[100, 24],
	] as const) {
		t.deepEqual(regions(at(columns, rows)).toSorted(), ['header', ...panelIds, 'footer'].toSorted());
	}
});

test('at 80x24 the stages are complete, bottleneck, circuits, caches and timeline have a line each, and the log has the rest', t => {
	const heights = new Map(at(80, 24).places.map(({region, height}) => [region, height]));
	t.deepEqual(Object.fromEntries(heights), {
		header: 1,
		stages: 10,
		bottleneck: 1,
		circuits: 1,
		caches: 1,
		timeline: 1,
		events: 8,
		footer: 1,
	});
});

test('at 80x24 a log without stages gets the rows they would take', t => {
	const heights = new Map(at(80, 24, emptyFrame).places.map(({region, height}) => [region, height]));
	t.deepEqual([heights.get('stages'), heights.get('bottleneck'), heights.get('events')], [4, 1, 14]);
});

test('at 40x10 the header, the bottleneck and the newest events remain', t => {
	const {places} = at(40, 10);
	for (const region of ['header', 'bottleneck', 'events', 'footer'] as const) {
		t.true(
			places.some(place => place.region === region),
			region,
		);
	}

	t.true((places.find(({region}) => region === 'events')?.height ?? 0) >= 4);
});

test('the log keeps at least a quarter of the screen, however many stages and circuits there are', t => {
	for (const [columns, rows] of [
		[160, 45],
		[120, 36],
		[80, 24],
		[60, 16],
	] as const) {
		const events = at(columns, rows, crowdedFrame).places.find(({region}) => region === 'events');
		t.true((events?.height ?? 0) >= rows / 4, `${columns}x${rows}`);
	}
});

test('a filter being typed takes the place of the footer, with a row for its error below', t => {
	const layout = at(80, 24, sampleFrame, {prompt});
	t.deepEqual(layout.places.at(-1), {region: 'prompt', x: 0, y: 22, width: 80, height: 2});
	t.false(regions(layout).includes('footer'));
});

test('a zoomed panel and an overlay have everything but header and footer', t => {
	t.deepEqual(
		at(80, 24, sampleFrame, {zoomed: 'circuits'}).places.map(({region, height}) => [region, height]),
		[
			['header', 1],
			['circuits', 22],
			['footer', 1],
		],
	);
	t.deepEqual(regions(at(80, 24, sampleFrame, {zoomed: 'circuits', overlay: {type: 'help'}})), ['header', 'overlay', 'footer']);
});
