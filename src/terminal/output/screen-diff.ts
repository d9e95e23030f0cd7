import type {CanvasRow} from '../../screen/look/canvas.ts';
import {Pen} from './pen.ts';
import {blankRow, type ScreenRow, screenRow} from './screen-row.ts';
import {findScroll} from './scroll.ts';

/**
What the terminal shows. `rows` is `undefined` while that isn't known: at the start, after a resize, or after another
program had the terminal.
*/
export type Screen = {readonly columns: number; readonly height: number; readonly rows: readonly ScreenRow[] | undefined};

const maxRewrittenGap = 4; // takes as many bytes as moving the cursor over it

/**
The bytes that make a screen show a frame: only the cells that differ.

@param frame - Its rows; those beyond the height are cut.
@returns `bytes` is empty if the screen already shows the frame.
*/
export function screenDiff(screen: Screen, frame: readonly CanvasRow[]): {readonly bytes: string; readonly screen: Screen} {
	const {columns, height} = screen;
	const pen = new Pen(columns);
	const blank = blankRow(columns);
	const wanted = Array.from({length: height}, (_, row): CanvasRow => frame[row] ?? nothing);
	let before: readonly ScreenRow[];
	if (screen.rows === undefined) {
		pen.controlAndMove('\x1B[m\x1B[r\x1B[2J');
		before = new Array<ScreenRow>(height).fill(blank);
	} else {
		before = scrolled(pen, screen.rows, wanted, blank);
	}
	const rows = wanted.map((after, row) => {
		const old = before[row] ?? blank;
		if (old.key === after.key) {
			return old;
		}
		const next = screenRow(after, columns);
		writeRow(pen, row, old, next);
		return next;
	});
	pen.control('', '');
	return {bytes: pen.text, screen: {columns, height, rows}};
}

const nothing: CanvasRow = {key: '', parts: []};

/** Lets the terminal scroll the rows of a log that has advanced. */
function scrolled(pen: Pen, before: readonly ScreenRow[], wanted: readonly CanvasRow[], blank: ScreenRow): readonly ScreenRow[] {
	const scroll = findScroll(
		before.map(({key}) => key),
		wanted.map(({key}) => key),
	);
	if (!scroll) {
		return before;
	}
	const top = Math.min(scroll.from, scroll.from - scroll.by);
	const bottom = Math.max(scroll.to, scroll.to - scroll.by);
	const step = Math.abs(scroll.by);
	pen.controlAndMove(`\x1B[${top + 1};${bottom + 1}r\x1B[${step}${scroll.by > 0 ? 'S' : 'T'}\x1B[r`);
	return before.map((row, index) => {
		if (index < top || index > bottom) {
			return row;
		}
		const from = index + scroll.by;
		return from < top || from > bottom ? blank : (before[from] ?? blank);
	});
}

function writeRow(pen: Pen, row: number, old: ScreenRow, next: ScreenRow): void {
	const end = next.length;
	let isRewriting = false; // after a glyph of unsure width, nothing is sure to be in its place
	for (let column = 0; column < end; column++) {
		const text = next.texts[column] ?? ' ';
		if (text === '' || !(isRewriting || differs(old, next, column))) {
			continue;
		}
		goTo(pen, row, column, next);
		const width = next.texts[column + 1] === '' ? 2 : 1;
		if (next.unsure.has(column)) {
			pen.putUnsure(row, column, text, width, next.styles[column] ?? '');
			isRewriting = true;
		} else {
			pen.put(text, width, next.styles[column] ?? '');
		}
	}
	if (end < next.texts.length && (isRewriting || old.length > end)) {
		pen.moveTo(row, end);
		pen.eraseToEnd();
	}
}

/** A wide glyph is a unit: it differs if either of its columns does. */
function differs(old: ScreenRow, next: ScreenRow, column: number): boolean {
	return (
		old.texts[column] !== next.texts[column] ||
		old.styles[column] !== next.styles[column] ||
		(next.texts[column + 1] === '' && old.texts[column + 1] !== '')
	);
}

/** Moves the cursor. A short gap of ASCII in the same look is rewritten instead, which is shorter. */
function goTo(pen: Pen, row: number, column: number, next: ScreenRow): void {
	if (pen.isAt(row, column)) {
		return;
	}
	for (let gap = 1; gap <= maxRewrittenGap && gap <= column; gap++) {
		const text = next.texts[column - gap] ?? '';
		if (!/^[ -~]$/.test(text) || next.styles[column - gap] !== pen.style) {
			break;
		}
		if (pen.isAt(row, column - gap)) {
			pen.put(next.texts.slice(column - gap, column).join(''), gap, pen.style);
			return;
		}
	}
	pen.moveTo(row, column);
}
