import type {CanvasRow} from '../../screen/look/canvas.ts';
import type {Style} from '../../screen/look/style.ts';
import {forEachGlyph, type Glyph} from './glyphs.ts';

/** One row of the screen, one cell per column. */
export type ScreenRow = {
	/** The key of the row it was made from: rows with equal keys are equal. */
	readonly key: string;
	/** The content of each column; `''` in the second column of a wide glyph. */
	readonly texts: readonly string[];
	readonly styles: readonly Style[];
	/** Columns of glyphs whose width terminals disagree on. */
	readonly unsure: ReadonlySet<number>;
	/** The number of columns up to the last one that isn't a plain blank. */
	readonly length: number;
};

const none: ReadonlySet<number> = new Set();

/** Lays a row out in cells. Cuts it at the right edge; a wide glyph that would be cut in half becomes a blank. */
export function screenRow({key, parts}: CanvasRow, columns: number): ScreenRow {
	const texts: string[] = new Array(columns).fill(' ');
	const styles: Style[] = new Array(columns).fill('');
	let unsure: Set<number> | undefined;
	let style: Style = '';
	let column = 0;
	const put = (glyph: Glyph) => {
		if (column + glyph.width > columns) {
			column = columns;
			return;
		}
		texts[column] = glyph.text;
		styles[column] = style;
		if (glyph.width === 2) {
			texts[column + 1] = '';
			styles[column + 1] = style;
		}
		if (!glyph.isSure) {
			unsure ??= new Set();
			unsure.add(column);
		}
		column += glyph.width;
	};
	for (const {x, line} of parts) {
		column = x;
		for (const piece of line) {
			style = piece.style;
			forEachGlyph(piece.text, put);
		}
	}
	return {key, texts, styles, unsure: unsure ?? none, length: lengthOf(texts, styles)};
}

export const blankRow = (columns: number): ScreenRow => screenRow({key: '', parts: []}, columns);

function lengthOf(texts: readonly string[], styles: readonly Style[]): number {
	for (let column = texts.length - 1; column >= 0; column--) {
		if (texts[column] !== ' ' || styles[column] !== '') {
			return column + 1;
		}
	}
	return 0;
}
