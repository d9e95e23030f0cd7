import test from 'ava';
import fc from 'fast-check';
import {panels} from '../../components/panels.ts';
import {areaChart} from '../../components/widgets/area-chart.ts';
import {followingCursor} from '../../src/insight/cursor.ts';
import type {TimelineSignal} from '../../src/insight/timeline/timeline-view.ts';
import {checkFilter, combineFilters} from '../../src/query/filter.ts';
import type {MouseEvent} from '../../src/screen/keys/mouse-event.ts';
import {asciiGlyphs, blockGlyphs, unicodeGlyphs} from '../../src/screen/look/glyphs.ts';
import {layoutFor} from '../../src/screen/look/layout.ts';
import {initialUiState} from '../../src/screen/reduce/initial-ui-state.ts';
import {reduceUi} from '../../src/screen/reduce/reduce-ui.ts';
import type {Action} from '../../src/screen/state/action.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {PanelId, UiState} from '../../src/screen/state/ui-state.ts';
import {ticksOf} from '../../src/screen/timeline/time-axis.ts';
import {cellOf, chartPlace, shownSpan} from '../../src/screen/timeline/timeline-place.ts';
import {drawPart} from '../helpers/draw-part.ts';
import {frameWith, rawRow, sampleAtMs, sampleFrame} from '../helpers/sample-frame.ts';
import {sampleIncidents, sampleTimeline} from '../helpers/sample-night.ts';

const text = (points: TimelineSignal, width: number, glyphs = unicodeGlyphs, height = 1, unreadFrom?: number): string =>
	areaChart(points, {width, height, most: 4, ...(unreadFrom === undefined ? {} : {unreadFrom})}, glyphs.area)
		.map(row => row.map(({glyph}) => glyph).join(''))
		.join('\n');

test('a chart distinguishes zero, unknown and not read yet', t => {
	t.is(text([0, 0, 1, 4, undefined, undefined, 2, undefined], 4), '▁⣸ ⡄');
	t.is(text([0, 4, undefined, 1], 4, asciiGlyphs), '_# :');
	t.is(text([0, 4, undefined, 1], 4, blockGlyphs), '_█ ▂');
	t.is(text([4, 4, undefined, undefined], 2, unicodeGlyphs, 1, 2), '⣿░');
	t.is(text([0, 4, undefined, undefined], 4, asciiGlyphs, 1, 2), '_#//');
});

test('a chart of several rows has a dot for each step, from the bottom up', t => {
	t.is(text([4, 4, 2, 2, 0, 0], 3, unicodeGlyphs, 2), '⣿  \n⣿⣿▁');
	t.is(text([0.01, 0.01], 1, unicodeGlyphs, 2), ' \n⣀', 'anything above zero is visible');
});

test('a chart has exactly its cells, whatever the numbers', t => {
	const point = fc.oneof(
		fc.double(),
		fc.constantFrom(undefined, 0, 1e308, Number.NaN, Number.POSITIVE_INFINITY, -1) as fc.Arbitrary<number | undefined>,
	);
	fc.assert(
		fc.property(
			fc.array(point, {maxLength: 60}),
			fc.integer({min: 1, max: 50}),
			fc.integer({min: 1, max: 5}),
			fc.constantFrom(unicodeGlyphs, blockGlyphs, asciiGlyphs),
			(points, width, height, glyphs) => {
				const rows = areaChart(points, {width, height, most: 10}, glyphs.area);
				t.is(rows.length, height);
				for (const row of rows) {
					t.is(row.length, width);
					t.true(row.every(({glyph}) => glyph.length === 1));
				}
			},
		),
	);
});

test('ticks are round times of the zone, as many as fit', t => {
	const night = {fromMs: Date.UTC(2024, 0, 15, 21, 47, 3), toMs: Date.UTC(2024, 0, 16, 6, 1)};
	const texts = (span: typeof night, most: number, zone?: string) => ticksOf(span, most, zone).map(tick => tick.text);
	t.deepEqual(texts(night, 5), ['22:00', '00:00', '02:00', '04:00', '06:00']);
	t.deepEqual(texts(night, 5, 'Asia/Kolkata'), ['04:00', '06:00', '08:00', '10:00']);
	const minute = {fromMs: Date.UTC(2024, 0, 15, 22, 0, 2), toMs: Date.UTC(2024, 0, 15, 22, 1)};
	t.deepEqual(texts(minute, 4), ['22:00:15', '22:00:30', '22:00:45']);
	const week = {fromMs: Date.UTC(2024, 0, 15, 12), toMs: Date.UTC(2024, 0, 18, 12)};
	t.deepEqual(texts(week, 8), ['12:00', '01-16', '12:00', '01-17', '12:00', '01-18']);
	t.deepEqual(texts(night, 0), []);
});

test('every tick is inside its span, in order', t => {
	fc.assert(
		fc.property(
			fc.integer({min: 0, max: 2e12}),
			fc.integer({min: 1, max: 1e11}),
			fc.integer({min: 1, max: 20}),
			fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
			(fromMs, lengthMs, most, zone) => {
				const ticks = ticksOf({fromMs, toMs: fromMs + lengthMs}, most, zone);
				t.true(ticks.length <= most + 1);
				for (const [index, {ms}] of ticks.entries()) {
					t.true(ms >= fromMs && ms < fromMs + lengthMs && ms > (ticks[index - 1]?.ms ?? Number.NEGATIVE_INFINITY));
				}
			},
		),
	);
});

test('a zoomed span stays while the cursor is in it, moves to where the cursor goes, and moves along when following', t => {
	const zoom = {aroundMs: 1_000_000, lengthMs: 100_000};
	const standing = (atMs: number) => ({...followingCursor, mode: 'standing', atMs}) as const;
	t.deepEqual(shownSpan(zoom, standing(1_049_000), 100), {fromMs: 950_000, toMs: 1_050_000});
	t.deepEqual(shownSpan(zoom, standing(1_051_000), 100), {fromMs: 1_050_000, toMs: 1_150_000});
	t.deepEqual(shownSpan(zoom, {...followingCursor, atMs: 2_000_500}, 100), {fromMs: 1_901_000, toMs: 2_001_000});
	t.is(shownSpan(undefined, standing(1), 100), undefined);
	fc.assert(
		fc.property(
			fc.integer({min: 0, max: 2e12}),
			fc.integer({min: 10_000, max: 1e9}),
			fc.integer({min: 0, max: 2e12}),
			(aroundMs, lengthMs, atMs) => {
				for (const mode of ['standing', 'playing', 'following'] as const) {
					const span = shownSpan({aroundMs, lengthMs}, {...followingCursor, mode, atMs}, 97);
					t.true(span !== undefined && span.fromMs <= atMs && atMs <= span.toMs);
				}
			},
		),
	);
});

const context = (frame: Frame) => ({
	frame,
	panels,
	logRows: 10,
	scrollRows: 4,
	visible: ['stages', 'events'] as const,
	checkFilter,
	combineFilters,
	readTime: () => ({type: 'problem', message: 'no time'}) as const,
});
const stands = (atMs: number): Frame => frameWith({atMs}, {cursor: {...followingCursor, mode: 'standing', atMs}});

function after(actions: readonly Action[], frame = sampleFrame, ui: Partial<UiState> = {}) {
	let state: UiState = {...initialUiState, ...ui};
	let effects: ReturnType<typeof reduceUi>['effects'] = [];
	for (const action of actions) {
		({ui: state, effects} = reduceUi(state, action, context(frame)));
	}
	return {ui: state, effects};
}

const into = (half: 'half' | 'double'): Action => ({type: 'zoom-timeline', into: half});
const next: Action = {type: 'next-incident', direction: 'down'};
const previous: Action = {type: 'next-incident', direction: 'up'};

test('+ halves the span of the timeline, around the cursor; - doubles it, up to the whole log', t => {
	const frame = {...stands(sampleAtMs), cursor: {...followingCursor, mode: 'standing', atMs: sampleAtMs, behindMs: 13_579_000}} as const;
	t.deepEqual(after([into('half')], frame).ui.timeline, {aroundMs: sampleAtMs, lengthMs: 14_400_000});
	t.deepEqual(after([into('half'), into('half')], frame).ui.timeline, {aroundMs: sampleAtMs, lengthMs: 7_200_000});
	t.is(after([into('half'), into('double')], frame).ui.timeline, undefined);
	t.is(after([into('double')], frame).ui.timeline, undefined);
	const deepest = after(
		Array.from({length: 30}, () => into('half')),
		frame,
	).ui;
	t.is(deepest.timeline?.lengthMs, 10_000);
	t.regex(deepest.message ?? '', /below 10s/);
});

test('Up and Down in the stages select the stage whose line the timeline shows, in the order of the table', t => {
	const down: Action = {type: 'move', by: 1, unit: 'row'};
	const up: Action = {type: 'move', by: -1, unit: 'row'};
	t.is(after([down, down], sampleFrame, {focus: 'stages'}).ui.stage, 'calibration');
	t.is(after([up], sampleFrame, {focus: 'stages'}).ui.stage, 'sink');
	t.is(after([down, down], sampleFrame, {focus: 'stages', sort: 'name'}).ui.stage, 'enrichment');
	t.is(
		after(
			Array.from({length: 20}, () => down),
			sampleFrame,
			{focus: 'stages'},
		).ui.stage,
		'sink',
	);
	t.is(
		after(
			Array.from({length: 7}, () => down),
			sampleFrame,
			{focus: 'stages'},
		).ui.scroll,
		4,
		'it stays visible',
	);
	t.is(after([down, {type: 'back'}], sampleFrame, {focus: 'stages'}).ui.stage, undefined);
});

test('i goes from the end to the first incident and onwards; I goes back; the cursor goes to its start', t => {
	const [first, second] = sampleIncidents;
	const opened = after([next]);
	t.like(opened.ui.overlay, {type: 'incident', number: 1});
	t.deepEqual(
		opened.effects.map(effect => (effect.type === 'cursor' ? effect.move : effect.type)),
		[{type: 'go-to', atMs: first?.startMs}, 'lines'],
	);
	t.true(opened.ui.hasSeenIncidents);
	t.like(after([next, next]).ui.overlay, {number: 2});
	t.like(after([next, next, next]).ui, {overlay: {type: 'incident', number: 2}, message: 'no later incident (2 in all)'});
	t.like(after([next, next, previous]).ui.overlay, {number: 1});
	t.like(after([previous]).ui.overlay, {number: 2});
	t.like(after([next], stands(first?.startMs ?? 0)).ui.overlay, {number: 2});
	t.like(after([previous], stands(second?.startMs ?? 0)).ui.overlay, {number: 1});
	t.like(after([next], {...sampleFrame, source: {type: 'live', name: 'x'}}).ui.overlay, {number: 2}, 'live the newest is meant');
});

test('without incidents i says so, and how much has been read', t => {
	const none = {...sampleFrame, incidents: []};
	t.is(after([next], none).ui.message, 'no incidents found');
	const reading = {type: 'reading', name: 'x', bytesRead: 62, bytesTotal: 100} as const;
	t.is(after([next], {...none, source: reading}).ui.message, 'no incidents so far, 62% read');
});

test('Enter goes to the selected line of the evidence, even before it was fetched; Esc returns to the incident', t => {
	const lines = Array.from({length: 8}, (_, index) => rawRow(500 + index, `line ${index}`));
	const came: Action = {type: 'evidence-came', number: 1, lines};
	const down: Action = {type: 'move', by: 1, unit: 'row'};
	for (const actions of [
		[next, came, down, down, {type: 'open'}],
		[next, down, down, {type: 'open'}, came],
	] as const satisfies ReadonlyArray<readonly Action[]>) {
		const {ui} = after(actions);
		t.like(ui, {overlay: undefined, focus: 'events', log: {selected: {type: 'line', index: 502}}});
		t.regex(ui.message ?? '', /evidence 3 of 8/);
		t.like(after([{type: 'back'}], sampleFrame, ui).ui.overlay, {type: 'incident', number: 1, selected: 2});
	}
	const gone = after([next, {type: 'evidence-came', number: 1, lines: [undefined]}, {type: 'open'}]).ui;
	t.like(gone, {message: 'this line is no longer kept', overlay: {type: 'incident'}});
});

test('y copies the incident as Markdown, from it and from a line of its evidence, and from any other line the line itself', t => {
	const lines = Array.from({length: 8}, (_, index) => rawRow(500 + index, `line ${index}`));
	const opened = after([next, {type: 'evidence-came', number: 1, lines}]).ui;
	const copied = (ui: UiState) => after([{type: 'copy'}], sampleFrame, ui).effects[0];
	const markdown = copied(opened);
	t.true(markdown?.type === 'copy' && markdown.text.startsWith('## Incident 1: circuit enrichmentService opened after 5 failures'));
	t.true(markdown?.type === 'copy' && markdown.text.includes('`last-night.jsonl:21340`'));
	const atLine = after([{type: 'open'}], sampleFrame, opened).ui;
	t.deepEqual(copied(atLine), markdown);
	const elsewhere = copied({...atLine, log: {...atLine.log, selected: {type: 'last'}}});
	t.true(elsewhere?.type === 'copy' && !elsewhere.text.startsWith('##'));
});

test('Enter on the timeline opens the incident at the cursor; elsewhere it zooms the panel', t => {
	const [first] = sampleIncidents;
	const open: Action = {type: 'open'};
	t.like(after([open], stands((first?.startMs ?? 0) + 60_000), {focus: 'timeline'}).ui.overlay, {type: 'incident', number: 1});
	t.like(after([open], stands(sampleTimeline.fromMs + 60_000), {focus: 'timeline'}).ui, {overlay: undefined, zoomed: 'timeline'});
});

test('a click on the timeline moves the cursor to that time, and a drag moves it on, even past the edge', t => {
	const places = layoutFor({columns: 160, rows: 45, panels, frame: sampleFrame, ui: initialUiState}).places;
	const place = places.find(({region}) => region === 'timeline') ?? places[0];
	const {x, cells} = chartPlace(place ?? {width: 0, height: 0});
	const mouse = (ui: UiState, type: MouseEvent['type'], cell: number) =>
		reduceUi(ui, {type: 'mouse', event: {type, x: x + cell, y: (place?.y ?? 0) + 2}}, {...context(sampleFrame), places});
	const timeAt = (cell: number) => sampleTimeline.fromMs + ((cell + 0.5) / cells) * (sampleTimeline.toMs - sampleTimeline.fromMs);
	const timeOfMove = ({effects: [effect]}: ReturnType<typeof reduceUi>) =>
		effect?.type === 'cursor' && effect.move.type === 'go-to' ? effect.move.atMs : Number.NaN;
	const down = mouse(initialUiState, 'press', 10);
	t.true(Math.abs(timeOfMove(down) - timeAt(10)) <= 1);
	t.is(down.ui.focus, 'timeline');
	t.true(Math.abs(timeOfMove(mouse(down.ui, 'drag', 50)) - timeAt(50)) <= 1);
	t.true(Math.abs(timeOfMove(mouse(down.ui, 'drag', 5000)) - timeAt(cells - 1)) <= 1);
	const up = mouse(down.ui, 'release', 50).ui;
	t.deepEqual(mouse(up, 'drag', 60).effects, []);
	t.deepEqual(mouse(initialUiState, 'press', -5).effects, [], 'beside the chart it is only the panel');
});

test('a click selects the panel and its row, and the wheel scrolls what is under it', t => {
	const frame = sampleFrame;
	const places = layoutFor({columns: 160, rows: 45, panels, frame, ui: initialUiState}).places;
	const at = (region: PanelId, row: number, type: MouseEvent['type'] = 'press') => {
		const place = places.find(each => each.region === region);
		const event = {type, x: (place?.x ?? 0) + 3, y: (place?.y ?? 0) + row};
		return reduceUi(initialUiState, {type: 'mouse', event}, {...context(frame), places}).ui;
	};
	t.like(at('stages', 2), {focus: 'stages', stage: 'ingest'});
	t.like(at('stages', 6), {focus: 'stages', stage: 'feature'});
	t.like(at('stages', 1), {focus: 'stages', stage: undefined});
	t.like(at('circuits', 1), {focus: 'circuits'});
	t.deepEqual(at('events', 1).log.selected, {type: 'line', index: frame.page.rows[0]?.index});
	t.like(at('caches', 1, 'wheel-down'), {focus: 'caches', scroll: 3});
	t.deepEqual(at('events', 3, 'wheel-up').log.selected, {type: 'line', index: frame.page.rows.at(-1)?.index});
});

test('marks are at their times, under the axis that names the zone, and the cursor is above its column', t => {
	const rows = drawPart('timeline', 160, 9);
	const {x, cells} = chartPlace({width: 160, height: 9});
	const column = (ms: number) => x + (cellOf(ms, sampleTimeline, cells) ?? Number.NaN);
	const [title = ''] = rows;
	const marks = rows.at(-3) ?? '';
	t.regex(title, /5 Timeline .* 23:00 .* 00:00 .* UTC ─╮$/);
	t.is(title.indexOf('▾'), column(sampleAtMs));
	for (const {number, startMs} of sampleIncidents) {
		t.is(marks.indexOf(`▲${number}`), column(startMs));
	}
	t.is(title.indexOf('05:00'), column(Date.UTC(2024, 0, 16, 5)));
	t.regex(drawPart('timeline', 160, 9, {timeZone: 'Asia/Tokyo'})[0] ?? '', /08:00 .* 09:00 .* Asia\/Tokyo ─╮$/);
});

test('a night that is still being read shows how far, and the unread part is not zero', t => {
	const half = sampleTimeline.fromMs + 4 * 3_600_000;
	const cut = (signal: TimelineSignal) => signal.map((value, index) => (index < 120 ? value : undefined));
	const frame: Frame = {
		...sampleFrame,
		incidents: [],
		source: {type: 'reading', name: 'x', bytesRead: 50, bytesTotal: 100},
		timeline: {
			...sampleTimeline,
			knownToMs: half,
			throughputRps: cut(sampleTimeline.throughputRps),
			errorsPerSecond: cut(sampleTimeline.errorsPerSecond),
		},
	};
	const rows = drawPart('timeline', 120, 5, {frame});
	t.regex(rows[1] ?? '', /[⣿⣧⡄]░+ /);
	t.regex(rows[2] ?? '', /[▁⣿⡇]░+ /);
	t.regex(rows.join('\n'), /none so far, 50% read/);
});
