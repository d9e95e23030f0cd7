import {truncate} from '../text/truncate.ts';
import {displayWidth} from '../text/width.ts';
import type {Style} from './style.ts';
import type {Theme} from './theme.ts';

/** Text in one look. */
export type StyledText = {readonly text: string; readonly style: Style};

/** A piece of a row: safe text, plain or with a look. */
export type Piece = string | StyledText;

/** A finished row of the screen or of a part of it: cut to its width. */
export type Line = readonly StyledText[];

/**
Puts pieces side by side in one row of the screen, cut to `width` cells.

@returns Never wider than `width`, and not padded, because trailing spaces are bytes over SSH.
*/
export function line(pieces: readonly Piece[], width: number, theme: Theme): Line {
	return measuredLine(pieces, width, theme).texts;
}

/** The same, padded to exactly `width` cells with spaces, which can have their own look. */
export function filledLine(pieces: readonly Piece[], width: number, theme: Theme, style: Style = ''): Line {
	const {texts, cells} = measuredLine(pieces, width, theme);
	return cells < width ? [...texts, {text: ' '.repeat(width - cells), style}] : texts;
}

/** The total width of the pieces. */
export function piecesWidth(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, piece) => sum + displayWidth(textOf(piece)), 0);
}

/** All pieces in one look. */
export function restyled(pieces: readonly Piece[], style: Style): Line {
	return pieces.map(piece => ({text: textOf(piece), style}));
}

/** Groups one-cell characters into pieces, one per run of the same look. */
export function merged(signs: Line): Line {
	const pieces: Array<{text: string; readonly style: Style}> = [];
	for (const {text, style} of signs) {
		const last = pieces.at(-1);
		if (last !== undefined && last.style === style) {
			last.text += text;
		} else {
			pieces.push({text, style});
		}
	}

	return pieces;
}

function measuredLine(pieces: readonly Piece[], width: number, theme: Theme): {readonly texts: Line; readonly cells: number} {
	const last = pieces.findLastIndex(piece => textOf(piece).trim() !== '');
	const texts: StyledText[] = [];
	let cells = 0;
	for (let index = 0; index < pieces.length; index++) {
		const piece = pieces[index] ?? '';
		const text = textOf(piece);
		if (text === '') {
			continue;
		}

		const room = width - cells;
		const wanted = displayWidth(text);
		// A piece that just fits is cut as well if more follows, to show that the row continues.
		const isFull = index < last && wanted >= room;
		const shown = wanted < room ? text : truncate(isFull && wanted === room ? `${text} ` : text, room, theme.glyphs.ellipsis);
		texts.push({text: shown, style: typeof piece === 'string' ? '' : piece.style});
		cells += shown === text ? wanted : displayWidth(shown);
		if (isFull || cells >= width) {
			break;
		}
	}

	return {texts, cells};
}

function textOf(piece: Piece): string {
	return typeof piece === 'string' ? piece : piece.text;
}
