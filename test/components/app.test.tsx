import test from 'ava';
import fc from 'fast-check';
import {App} from '../../components/app.tsx';
import {panels} from '../../components/panels.ts';
import {showOn} from '../../components/show-on.tsx';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {type CursorPageRequest, emptyPage, type LogRow, type RowPage} from '../../src/history/row.ts';
import type {CursorMove} from '../../src/insight/cursor.ts';
import {readTypedTime} from '../../src/options/values/cursor-time.ts';
import {checkFilter, combineFilters} from '../../src/query/filter.ts';
import {formatCount} from '../../src/screen/format/format.ts';
import type {SqlAnswer} from '../../src/screen/format/sql-table.ts';
import {keyTable} from '../../src/screen/keys/key-table.ts';
import {actionFor, keysAsMarkdown} from '../../src/screen/keys/keymap.ts';
import {initialUiState} from '../../src/screen/reduce/initial-ui-state.ts';
import {reduceUi} from '../../src/screen/reduce/reduce-ui.ts';
import type {Action} from '../../src/screen/state/action.ts';
import {createLatestStore} from '../../src/screen/state/latest-store.ts';
import type {LogSpan} from '../../src/screen/state/log-span.ts';
import {selectedRow} from '../../src/screen/state/selected-row.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {UiState} from '../../src/screen/state/ui-state.ts';
import type {UiContext} from '../../src/screen/state/ui-step.ts';
import {eventually} from '../helpers/eventually.ts';

import {frameWith, plainTheme, rawRow, sampleFrame} from '../helpers/sample-frame.ts';
import {openStage} from '../helpers/stage.ts';

/** What the app asked of the program behind it, in order. */
type Asked = ReadonlyArray<readonly [string, ...unknown[]]>;

const answerTo = (sql: string): SqlAnswer =>
	sql === 'WRONG'
		? {type: 'problem', column: 2, message: 'no column WRONG'}
		: {
				type: 'table',
				table: {
					columns: [
						{name: 'timestamp', kind: 'time'},
						{name: 'n', kind: 'number'},
					],
					rows: [
						{cells: ['2024-01-16T02:13:00.000Z', '9'], timeMs: Date.UTC(2024, 0, 16, 2, 13)},
						{cells: ['2024-01-16T02:13:30.000Z', '10'], timeMs: Date.UTC(2024, 0, 16, 2, 13, 30)},
						{cells: ['2024-01-16T02:14:00.000Z', undefined], timeMs: Date.UTC(2024, 0, 16, 2, 14)},
					],
					isCut: false,
					asOfMs: undefined,
				},
			};

function start(first: Frame = sampleFrame, {columns = 100, rows = 30} = {}) {
	const asked: Array<readonly [string, ...unknown[]]> = [];
	const store = createLatestStore(first, 0);
	const stage = openStage(columns, rows);
	const screen = () => stage.lines().join('\n');
	const note =
		(name: string) =>
		(...parts: readonly unknown[]): void => {
			asked.push([name, ...parts]);
		};
	const controls = {
		setFilter: note('filter'),
		setPage: note('page'),
		moveCursor: note('cursor'),
		setTimeline: note('timeline'),
		find: async (request: unknown) => {
			asked.push(['find', request]);
			return undefined;
		},
		lines: async (places: readonly unknown[]) => {
			asked.push(['lines', places]);
			return places.map((_, index) => rawRow(100 + index, `evidence ${index}`));
		},
		around: async (index: number) => {
			asked.push(['around', index]);
			return [rawRow(index, 'the line itself')];
		},
		checkFilter,
		combineFilters,
		readTime: (text: string, span: LogSpan) => readTypedTime(text, span, 'UTC'),
		runSql: async (sql: string) => {
			asked.push(['sql', sql]);
			return answerTo(sql);
		},
		cancelSql: note('cancel-sql'),
		exportLines: async () => ({type: 'done' as const, lines: 0, bytes: 0, lostLines: 0}),
		cancelExport: () => {},
		exportSql: async (sql: string, path: string) => `${sql} is in ${path}`,
		onMouse: () => () => {},
		copy: note('copy'),
		suspend: note('suspend'),
		redraw: note('redraw'),
		record: note('record'),
		quit: note('quit'),
		interrupt: note('interrupt'),
	};
	const app = showOn(stage, App, {store, controls, theme: plainTheme}, error => {
		throw error;
	});
	return {
		asked: asked as Asked,
		store,
		canvas: stage.canvas,
		stdout: stage.stdout,
		screen,
		press: (keys: string) => stage.stdin.write(keys),
		until: (pattern: RegExp) =>
			eventually(
				() => pattern.test(screen()),
				() => `${String(pattern)} in\n${screen()}`,
			),
		end: () => app.unmount(),
	};
}

test('a filter is checked as it is typed, applied by Enter, removed by an empty one, and left unchanged by Esc', async t => {
	const app = start();
	app.press('/');
	app.press('level>=');
	await app.until(/filter \/ level>=/);
	await app.until(/\^ \S+/);
	app.press('\r');
	t.deepEqual(
		app.asked.filter(([name]) => name === 'filter'),
		[],
		'a wrong filter is not applied',
	);
	app.press('warn\r');
	await eventually(() => app.asked.some(([name]) => name === 'filter'), 'the filter is set');
	t.deepEqual(
		app.asked.filter(([name]) => name === 'filter'),
		[['filter', 'level>=warn']],
	);
	app.press('/');
	app.press(' and more');
	app.press('\x1B');
	await app.until(/\? help/);
	app.press('/\x15\r');
	await eventually(() => app.asked.filter(([name]) => name === 'filter').length === 2, 'the filter is set again');
	t.deepEqual(app.asked.filter(([name]) => name === 'filter').at(-1), ['filter', undefined]);
	app.end();
});

test('a key redraws what it changes and nothing else', async t => {
	const app = start();
	const drawn: string[] = [];
	const {put} = app.canvas;
	app.canvas.put = (name, block) => {
		drawn.push(name);
		put.call(app.canvas, name, block);
	};
	app.press('/');
	await app.until(/filter \//);
	drawn.length = 0;
	app.press('warn');
	await app.until(/filter \/ warn/);
	t.deepEqual([...new Set(drawn)], ['prompt']);
	app.press('\x1B');
	await app.until(/\? help/);
	app.press('1');
	await app.until(/▸1 Stages/);
	drawn.length = 0;
	app.press('s');
	await app.until(/sort: throughput/);
	t.deepEqual([...new Set(drawn)], ['stages', 'footer']);
	app.end();
});

test('S13: a paste is text for the filter, never a key', async t => {
	const app = start();
	app.press('\x1B[200~q\r/d\x1B[201~');
	app.press('/');
	app.press('\x1B[200~retry\nq\x1B[201~');
	await app.until(/filter \/ retry q/);
	t.false(app.asked.some(([name]) => name === 'quit'));
	app.end();
});

test('the cursor keys request its moves, and scrolling to a line moves it', async t => {
	const app = start();
	const moves = () => app.asked.flatMap(([name, move]) => (name === 'cursor' ? [move as CursorMove] : []));
	for (const [index, keys] of [' ', '\x1B[D', '\x1B[1;2C', ']', 'G'].entries()) {
		app.press(keys);
		await eventually(() => moves().length > index, `a move for ${JSON.stringify(keys)}`);
	}
	t.deepEqual(moves(), [
		{type: 'toggle-play'},
		{type: 'step', by: -1, unit: 'bucket'},
		{type: 'step', by: 1, unit: 'minute'},
		{type: 'change-speed', by: 1},
		{type: 'follow'},
	]);
	app.press('kk');
	await eventually(() => moves().length === 6, 'the line leads');
	t.deepEqual(moves().at(-1), {type: 'go-to', atMs: sampleFrame.page.rows.at(-2)?.timeMs});
	app.end();
});

test('G scrolls the help to its last key at any width, and k leaves the end at once', async t => {
	for (const [columns, rows] of [
		[80, 24],
		[40, 10],
		[120, 24],
	] as const) {
		const app = start(sampleFrame, {columns, rows});
		app.press('?');
		await app.until(/Keys/);
		app.press('G');
		await app.until(/q Ctrl-C/);
		t.regex(app.screen(), /▴ \d+ above/);
		t.notRegex(app.screen(), /more ▾/);
		app.press('k');
		await app.until(/\+1 more ▾/);
		app.end();
	}
});

test('t asks for a time, says what is wrong with it, and goes there', async t => {
	const app = start();
	const moves = () => app.asked.flatMap(([name, move]) => (name === 'cursor' ? [move as CursorMove] : []));
	app.press('t');
	app.press('2:');
	await app.until(/\^ not a time: use 02:14/);
	app.press('\r');
	app.press('12\r');
	await eventually(() => moves().length > 0, 'the cursor moves');
	t.deepEqual(moves(), [{type: 'go-to', atMs: Date.UTC(2024, 0, 16, 2, 12)}]);
	app.end();
});

test('a prompt takes a row from the log without requesting another page', async t => {
	const app = start();
	const pages = () => app.asked.flatMap(([name, request]) => (name === 'page' ? [request as CursorPageRequest] : []));
	await eventually(() => pages().length > 0, 'a page');
	app.press('t');
	await app.until(/go to time/);
	app.press('02:12\r');
	await eventually(() => app.asked.some(([name]) => name === 'cursor'), 'the cursor moves');
	await app.until(/\? help/);
	app.press('/');
	await app.until(/filter \//);
	t.is(pages().length, 1);
	app.end();
});

test("m marks the time of the cursor, ' goes back to it, '' goes back to before the last jump", t => {
	let ui = initialUiState;
	const cursor = {...sampleFrame.cursor, mode: 'standing', atMs: 5_000_999} as const;
	const press = (key: string) => {
		const action = actionFor(key, ui);
		const step = action && reduceUi(ui, action, {...context(ui, 10), frame: {...sampleFrame, cursor}});
		ui = step?.ui ?? ui;
		return step?.effects;
	};
	t.deepEqual(press("'"), []);
	t.regex(ui.message ?? '', /no marks yet/);
	press('m');
	t.deepEqual(press('a'), []);
	press('m');
	press('Esc');
	t.deepEqual(press('G'), [{type: 'cursor', move: {type: 'follow'}}]);
	press("'");
	t.deepEqual(press('a'), [{type: 'cursor', move: {type: 'go-to', atMs: 5_000_999}}]);
	press("'");
	t.deepEqual(press("'"), [{type: 'cursor', move: {type: 'go-to', atMs: 5_000_999}}]);
	press("'");
	t.deepEqual(press('b'), []);
	t.is(ui.message, 'no mark b');
});

test('if no line has a time, the cursor keys say so and the log still scrolls', t => {
	const frame = frameWith({atMs: undefined, fromMs: undefined});
	for (const key of ['Space', 'Left', ']', 'm']) {
		const action = actionFor(key, initialUiState);
		const step = action && reduceUi(initialUiState, action, {...context(initialUiState, 10), frame});
		t.deepEqual(step?.effects, []);
		t.regex(step?.ui.message ?? '', /no timestamps/);
	}
	const unread = {...frame.snapshot.source, unreadTime: {file: 0, line: 1, name: 'time', text: 'noon'}};
	const pause = actionFor('Space', initialUiState);
	const step =
		pause &&
		reduceUi(initialUiState, pause, {
			...context(initialUiState, 10),
			frame: frameWith({atMs: undefined, fromMs: undefined, source: unread}),
		});
	t.regex(step?.ui.message ?? '', /could not be read/);
	const {ui, effects} = reduceUi(initialUiState, {type: 'go-to-start'}, {...context(initialUiState, 10), frame});
	t.deepEqual(effects, []);
	t.is(ui.log.request.anchor, 'start');
});

test('an opened event shows its fields; c shows the lines around it, = filters on the selected field', async t => {
	const app = start();
	app.press('kk\r');
	await app.until(/as written/);
	app.press('c');
	await app.until(/lines around it/);
	app.press('=');
	await eventually(() => app.asked.some(([name]) => name === 'filter'), 'the filter is set');
	app.end();
	const [, filter] = app.asked.find(([name]) => name === 'filter') ?? [];
	t.is(checkFilter(String(filter)), undefined);
});

test('y copies the selected field of an opened event with the digits of the line, and for an object the whole line', t => {
	const text = '{"id":9223372036854775807,"host":"w1","err":{"code":"EPIPE"}}';
	const row: LogRow = {...rawRow(7, text), parsed: new LineParser(defaultReadOptions).parse(text)};
	const copied = (field: number) => {
		const ui: UiState = {...initialUiState, overlay: {type: 'event', row, field, around: undefined}};
		const [effect] = reduceUi(ui, {type: 'copy'}, context(ui, 10)).effects;
		return effect?.type === 'copy' ? effect.text : undefined;
	};
	t.deepEqual([0, 1, 2, 3].map(copied), ['9223372036854775807', 'w1', text, 'EPIPE']);
});

test('x asks for a file to write the lines to, asks again if it exists, shows progress, and x stops it', t => {
	let ui: UiState = initialUiState;
	let effects: readonly unknown[] = [];
	const act = (...actions: readonly Action[]) => {
		for (const action of actions) {
			({ui, effects} = reduceUi(ui, action, context(ui, 10)));
		}
	};
	const press = (key: string) => act(...[actionFor(key, ui)].filter(action => action !== undefined));
	press('x');
	t.like(ui.prompt, {kind: 'export-lines', text: 'obs-top-export.jsonl'});
	press('Enter');
	t.deepEqual(effects, [{type: 'export-lines', path: 'obs-top-export.jsonl'}]);
	act({type: 'export-ended', path: 'obs-top-export.jsonl', end: {type: 'taken'}});
	t.regex(ui.prompt?.error?.message ?? '', /already exists/);
	press('Enter');
	t.deepEqual(effects, [], 'the same name is not tried again');
	act({type: 'edit', edit: 'delete-to-start'}, {type: 'insert', text: 'night.jsonl'});
	press('Enter');
	t.deepEqual(effects, [{type: 'export-lines', path: 'night.jsonl'}]);
	act({type: 'export-progressed', path: 'night.jsonl', progress: {lines: 1203, share: 0.62}});
	press('e');
	t.is(ui.exporting, 'writing night.jsonl: 1 203 lines, 62% (x stops)'.replace(' ', formatCount(1203)[1] ?? ''));
	press('x');
	t.deepEqual(effects, [{type: 'cancel-export'}]);
	act({type: 'export-ended', path: 'night.jsonl', end: {type: 'stopped', lines: 1, bytes: 240, lostLines: 0}});
	t.deepEqual([ui.message, ui.exporting], ['stopped: wrote 1 line (240 B) to night.jsonl', undefined]);
});

test('the requested page has as many rows as there is room for, also after a resize, and none is requested while an overlay hides it', async t => {
	const app = start();
	const counts = () => app.asked.flatMap(([name, request]) => (name === 'page' ? [(request as CursorPageRequest).count] : []));
	await eventually(() => counts().length > 0, 'a page is asked for');
	app.press('?');
	await app.until(/Esc/);
	const before = counts().length;
	t.is(before, 1);
	app.press('\x1B');
	app.stdout.resize(120, 50);
	await eventually(() => counts().length > before, 'a page is asked for again');
	t.true((counts().at(-1) ?? 0) > (counts()[0] ?? 0));
	app.end();
});

test('q quits, Ctrl-C interrupts, Ctrl-Z suspends, Ctrl-L redraws, R resumes recording; Esc never quits', async t => {
	const app = start();
	app.press('?');
	await app.until(/Esc/);
	app.press('\x1B');
	await app.until(/1 Stages/);
	for (const key of ['\x0C', 'R', '\x1A', '\x03', 'q']) {
		app.press(key);
	}
	await eventually(() => app.asked.some(([name]) => name === 'quit'), 'q arrives');
	t.deepEqual(
		app.asked.map(([name]) => name).filter(name => name !== 'page' && name !== 'timeline'),
		['redraw', 'record', 'suspend', 'interrupt', 'quit'],
	);
	app.end();
});

test('no key is bound twice in the same place, and the README table has every row', t => {
	for (const where of ['everywhere', 'event', 'prompt'] as const) {
		const keys = keyTable.filter(row => row.where === where).flatMap(row => Object.keys(row.keys));
		t.is(new Set(keys).size, keys.length);
	}
	t.is(keysAsMarkdown(panels).split('\n').length, keyTable.length + 2);
});

const lines: readonly LogRow[] = Array.from({length: 30}, (_, index) => rawRow(index * 3, `line ${index}`));

/** The page by definition: moved until it is full. */
function pageOf({anchor, offset}: CursorPageRequest, count: number): RowPage {
	const at =
		anchor === 'end' || anchor === 'cursor' ? lines.length - 1 : anchor === 'start' ? 0 : lines.findLastIndex(({index}) => index <= anchor);
	const end = Math.max(Math.min(at + offset + 1, lines.length), Math.min(count, lines.length));
	const rows = lines.slice(Math.max(end - count, 0), end);
	return {...emptyPage, rows, matched: lines.length, total: lines.length, after: lines.length - end};
}

const context = (ui: UiState, logRows: number): UiContext => ({
	panels,
	frame: {...sampleFrame, page: pageOf(ui.log.request, logRows)},
	logRows,
	scrollRows: 10,
	visible: ['stages', 'events'],
	checkFilter,
	combineFilters,
	readTime: (text, span) => readTypedTime(text, span, 'UTC'),
});

test('moving through the log selects exactly the line that many rows away, whatever page that needs', t => {
	const move = fc.record({
		by: fc.constantFrom(1, -1) as fc.Arbitrary<1 | -1>,
		unit: fc.constantFrom('row', 'page') as fc.Arbitrary<'row' | 'page'>,
	});
	fc.assert(
		fc.property(fc.integer({min: 2, max: 40}), fc.array(move, {maxLength: 40}), (logRows, moves) => {
			let ui = initialUiState;
			let expected: number | undefined;
			for (const {by, unit} of moves) {
				ui = reduceUi(ui, {type: 'move', by, unit}, context(ui, logRows)).ui;
				const step = unit === 'row' ? by : by * (logRows - 1);
				expected = expected === undefined ? lines.length - 1 : Math.max(0, Math.min(expected + step, lines.length - 1));
				const page = pageOf(ui.log.request, logRows);
				const row = selectedRow(ui.log.selected, page);
				t.is(row === undefined ? undefined : page.rows[row]?.index, expected * 3);
			}
		}),
		{numRuns: 300},
	);
});

test('after any keys the state can be drawn, and Esc has never changed the filter', t => {
	const keys = [...keyTable.flatMap(row => Object.keys(row.keys)), 'x', 'ä', 'Esc', 'Esc'];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...keys), {maxLength: 60}), pressed => {
			let ui = initialUiState;
			for (const key of pressed) {
				const action: Action | undefined = actionFor(key, ui);
				if (action === undefined) {
					continue;
				}
				const {ui: after, effects} = reduceUi(ui, action, context(ui, 12));
				if (key === 'Esc') {
					t.is(after.filter, ui.filter);
					const others = effects.filter(({type}) => type !== 'cancel-sql'); // of a query that is still running
					t.deepEqual(others, []);
				}
				ui = after;
				t.true(ui.scroll >= 0 && Number.isFinite(ui.scroll));
				t.true(ui.prompt === undefined || (ui.prompt.caret >= 0 && ui.prompt.caret <= ui.prompt.text.length));
			}
		}),
		{numRuns: 300},
	);
});

test.serial('a query is typed after :, its rows can be sorted, and a row moves the cursor to its time', async t => {
	const {asked, press, until, screen, end} = start();
	press(':');
	await until(/ sql : /);
	press('SELECT 1');
	await until(/SELECT 1/);
	press('\r');
	await until(/3 rows/);
	t.regex(screen(), /timestamp +n/);
	t.regex(screen(), /02:14:00\.000Z +NULL/);
	t.regex(screen(), / n, up to 10, 02:13:00 - 02:13:30/);
	press('\x1b[C'); // Right: column n
	press('ss');
	await until(/rows by n, largest first/);
	t.true(screen().indexOf('02:13:30.000Z') < screen().indexOf('02:13:00.000Z'));
	press('x');
	await until(/export to result\.csv/);
	press('\r');
	await until(/SELECT 1 is in result\.csv/);
	press('\r');
	await until(/Stages/);
	t.deepEqual(asked.filter(([name]) => name === 'cursor').at(-1), ['cursor', {type: 'go-to', atMs: Date.UTC(2024, 0, 16, 2, 13, 30)}]);
	end();
});

test.serial('a wrong query returns to the prompt with the position, and Up brings back earlier queries', async t => {
	const {press, until, end} = start();
	press(':');
	await until(/ sql : /);
	press('SELECT 1');
	press('\r');
	await until(/3 rows/);
	press('\x1b');
	await until(/Stages/);
	press(':WRONG');
	await until(/ sql : WRONG/);
	press('\r');
	await until(/\^ no column WRONG/);
	press('\x1b[A\x1b[A');
	await until(/ sql : SELECT 1/);
	press('\x1b[B');
	await until(/ sql : WRONG/);
	t.pass();
	end();
});
