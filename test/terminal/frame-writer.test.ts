import xterm from '@xterm/headless';
import test from 'ava';
import fc from 'fast-check';
import {Canvas, type CanvasRow} from '../../src/screen/look/canvas.ts';
import type {Line} from '../../src/screen/look/line.ts';
import {FrameWriter} from '../../src/terminal/output/frame-writer.ts';
import {type Screen, screenDiff} from '../../src/terminal/output/screen-diff.ts';
import type {TerminalOutput} from '../../src/terminal/output/terminal-output.ts';

type Look = {readonly style: string; readonly foreground: number | undefined; readonly isBold: boolean; readonly isInverse: boolean};
type Cell = {readonly text: string; readonly width: number; readonly isSure: boolean; readonly look: Look};

const looks: readonly Look[] = [
	{style: '', foreground: undefined, isBold: false, isInverse: false},
	{style: '31', foreground: 1, isBold: false, isInverse: false},
	{style: '1;38;5;120', foreground: 120, isBold: true, isInverse: false},
	{style: '7;38;2;1;2;3', foreground: 0x01_02_03, isBold: false, isInverse: true},
];
const glyphs = [
	...[...'abc    │█⣿─é●λ→'].map(text => ({text, width: 1, isSure: true})),
	{text: '世', width: 2, isSure: true},
	{text: '한', width: 2, isSure: true},
	// Terminals differ about these; nothing around them may shift.
	{text: 'e\u0301', width: 1, isSure: false},
	{text: '👨‍👩‍👧', width: 2, isSure: false},
	{text: '🇫🇷', width: 2, isSure: false},
	{text: '⚠️', width: 2, isSure: false},
];
const cell: fc.Arbitrary<Cell> = fc
	.record({glyph: fc.constantFrom(...glyphs), look: fc.constantFrom(...looks)})
	.map(({glyph, look}) => ({...glyph, look}));
const row = fc.array(cell, {maxLength: 16});
const step = fc.oneof(
	{weight: 3, arbitrary: fc.record({type: fc.constant('rows' as const), rows: fc.array(row, {maxLength: 9})})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('edit' as const), y: fc.nat(8), row})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('scroll' as const), by: fc.integer({min: -4, max: 4}), row})},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('resize' as const),
			columns: fc.integer({min: 2, max: 20}),
			height: fc.integer({min: 1, max: 9}),
		}),
	},
);

const toLine = (cells: readonly Cell[]): Line => cells.map(({text, look}) => ({text, style: look.style}));

function frameOf(lines: readonly Line[]): readonly CanvasRow[] {
	const canvas = new Canvas();
	canvas.put('all', {x: 0, y: 0, lines});
	return canvas.rows();
}

const plainLines = (texts: readonly string[]): readonly Line[] => texts.map(text => [{text, style: ''}]);

function checkScreen(terminal: xterm.Terminal, rows: ReadonlyArray<readonly Cell[]>, context: string): void {
	for (let y = 0; y < terminal.rows; y++) {
		const line = terminal.buffer.active.getLine(y);
		let x = 0;
		for (const {text, width, isSure, look} of rows[y] ?? []) {
			if (x + width > terminal.cols) {
				break;
			}
			const shown = line?.getCell(x);
			if (isSure) {
				const found = {
					text: shown?.getChars() || ' ',
					foreground: shown?.isFgDefault() ? undefined : shown?.getFgColor(),
					bold: shown?.isBold() !== 0,
					inverse: shown?.isInverse() !== 0,
				};
				const expected = {text, foreground: look.foreground, bold: look.isBold, inverse: look.isInverse};
				if (JSON.stringify(found) !== JSON.stringify(expected)) {
					throw new Error(`${context}: row ${y} column ${x}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
				}
			}
			x += width;
		}
		for (; x < terminal.cols; x++) {
			const chars = line?.getCell(x)?.getChars() ?? '';
			if (chars.trim() !== '' || line?.getCell(x)?.isInverse()) {
				throw new Error(`${context}: row ${y} column ${x}: '${chars}' instead of a blank`);
			}
		}
	}
}

test('after any sequence of frames, scrolls and resizes the emulator shows exactly the newest frame', async t => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, {maxLength: 12}), async steps => {
			let screen: Screen = {columns: 12, height: 6, rows: undefined};
			let rows: ReadonlyArray<readonly Cell[]> = [];
			const terminal = new xterm.Terminal({cols: 12, rows: 6, allowProposedApi: true});
			await new Promise<void>(resolve => terminal.write('\x1B[?1049h\x1B[?7l', resolve));
			for (const [index, change] of steps.entries()) {
				switch (change.type) {
					case 'rows':
						rows = change.rows;
						break;
					case 'edit':
						rows = Array.from({length: Math.max(rows.length, change.y + 1)}, (_, y) => (y === change.y ? change.row : (rows[y] ?? [])));
						break;
					case 'scroll':
						rows =
							change.by < 0
								? [...rows.slice(0, 1), change.row, ...rows.slice(1, change.by)]
								: [...rows.slice(0, 1), ...rows.slice(1 + change.by), change.row];
						break;
					case 'resize':
						terminal.resize(change.columns, change.height);
						screen = {columns: change.columns, height: change.height, rows: undefined};
				}
				const difference = screenDiff(screen, frameOf(rows.map(toLine)));
				screen = difference.screen;
				await new Promise<void>(resolve => terminal.write(difference.bytes, resolve));
				checkScreen(terminal, rows, `step ${index}`);
			}
		}),
		{numRuns: 250},
	);
	t.pass();
});

test('the same frame again writes nothing, one changed digit writes a few bytes, and a log that moved on is scrolled', t => {
	const log = Array.from({length: 30}, (_, line) => `│ 02:13:${line} ${'x'.repeat(80)} ${line} │`);
	const frame = (first: number, head = 'head 10%') => frameOf(plainLines([head, ...log.slice(first, first + 20), 'foot']));
	const first = screenDiff({columns: 120, height: 22, rows: undefined}, frame(0));
	t.is(screenDiff(first.screen, frame(0)).bytes, '');
	const digit = screenDiff(first.screen, frame(0, 'head 11%'));
	t.is(digit.bytes, '\x1B[1;7H1');
	const scrolled = screenDiff(first.screen, frame(2));
	t.true(scrolled.bytes.length < 3 * 100, `${scrolled.bytes.length} bytes`);
});

test('S5: no control character in a text reaches the terminal', t => {
	const hostile = fc.array(
		fc.oneof(
			fc.constantFrom(
				'\x1B[8m',
				'\x1B[5m',
				'\x1B[2J',
				'\x1B]52;c;aGk=\x07',
				'\x1B]8;;http://x\x1B\\',
				'\x1BP1$r\x1B\\',
				'\x9B2J',
				'\x1B[31m',
				'\x1Bc',
				'\u2028',
				'\r',
				'\b',
				'\x1B]0;t',
				'\x1B[',
			),
			fc.string({unit: 'binary', maxLength: 4}),
		),
	);
	fc.assert(
		fc.property(hostile, parts => {
			const line = parts.map((text, index) => ({text, style: index % 2 === 0 ? '' : '31'}));
			const {bytes} = screenDiff({columns: 30, height: 3, rows: undefined}, frameOf([line]));
			const rest = bytes.replaceAll(/\x1B\[(?:(?:0;)?(?:31)?m|[\d;]*[HGC]|[rKS]|2J)/g, '');
			t.false(/[\p{Cc}\u2028\u2029]/u.test(rest), JSON.stringify(rest));
		}),
		{numRuns: 500},
	);
});

test('one write is in flight at a time, and after it only the newest frame follows', async t => {
	const written: string[] = [];
	let finish = () => {};
	const output: Pick<TerminalOutput, 'write' | 'whenTaking'> = {
		whenTaking: async () => {},
		async write(text) {
			written.push(text);
			await new Promise<void>(resolve => {
				finish = resolve;
			});
		},
	};
	const turn = () => new Promise(resolve => setImmediate(resolve));
	const canvas = new Canvas(() => writer.changed());
	const writer = new FrameWriter(output, {columns: 20, rows: 2}, canvas, () => t.fail());
	const show = (text: string) => canvas.put('all', {x: 0, y: 0, lines: plainLines([text])});
	show('one');
	show('two');
	await turn();
	t.is(written.length, 1);
	t.true(written[0]?.includes('two'));
	show('three');
	show('four');
	await turn();
	t.is(written.length, 1, 'the first is still being written');
	finish();
	await turn();
	t.is(written.length, 2);
	t.true(written[1]?.includes('four'));
	t.false(written[1]?.includes('three'));
	finish();
	show('four');
	await turn();
	t.is(written.length, 2, 'nothing changed');
	canvas.remove('all');
	await turn();
	t.is(written.length, 2, 'between two screens the first one stays');
	show('five');
	await turn();
	t.is(written.length, 3);
	t.true(written[2]?.includes('five') || written[2]?.includes('ive'));
});
