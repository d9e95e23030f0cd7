import {forEachGlyph, type Glyph} from './glyphs.ts';
import {applySgr, type Style} from './sgr.ts';

/** One row of the screen, a cell a column. */
export type ScreenRow = {
	/** The line of the frame it was made from: rows of equal source are equal. */
	readonly source: string;
	/** What stands in each column; `''` in the second column of a wide glyph. */
	readonly texts: readonly string[];
	readonly styles: readonly Style[];
	/** Columns of glyphs whose width terminals differ about. */
	readonly unsure: ReadonlySet<number>;
	/** Columns up to the last that is not a plain blank. */
	readonly length: number;
};

const none: ReadonlySet<number> = new Set();

/**
Lays a line of a frame out in cells. It may hold SGR sequences; any other escape sequence or control in it is dropped. What goes over the right edge is cut, a wide glyph that would be cut in half is a blank.
*/
export function screenRow(source: string, columns: number): ScreenRow {
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
	for (let start = 0; start < source.length; ) {
		const end = source.indexOf('\x1B', start);
		if (end < 0) {
			forEachGlyph(source.slice(start), put);
			break;
		}
		forEachGlyph(source.slice(start, end), put);
		sequence.lastIndex = end;
		const [, parameters = '', final] = sequence.exec(source) ?? [];
		if (final === 'm') {
			style = applySgr(style, parameters);
		}
		start = sequence.lastIndex;
	}
	return {source, texts, styles, unsure: unsure ?? none, length: lengthOf(texts, styles)};
}

export const blankRow = (columns: number): ScreenRow => screenRow('', columns);

// CSI ... final, the string sequences (OSC, DCS, SOS, PM, APC) up to their end, and two-character escapes.
const sequence = /\x1B(?:\[([\x30-\x3F]*)[\x20-\x2F]*([\x40-\x7E])|[\]PX^_][^\x07\x1B\x9C]*(?:\x07|\x1B\\|\x9C|$)|[\x20-\x7E])?/y;

function lengthOf(texts: readonly string[], styles: readonly Style[]): number {
	for (let column = texts.length - 1; column >= 0; column--) {
		if (texts[column] !== ' ' || styles[column] !== '') {
			return column + 1;
		}
	}
	return 0;
}
