import type {Paint, Theme} from './theme.ts';
import {truncate} from './truncate.ts';
import {displayWidth} from './width.ts';

/** A piece of a row: plain text, already safe, with its colour. */
export type Piece = string | {readonly text: string; readonly paint: Paint};

/**
One row of the screen: the pieces side by side, cut to `width` cells, coloured only after they are cut.

@returns Never wider than `width`; not filled up to it, since spaces at the end of a row are bytes over SSH.
*/
export function line(pieces: readonly Piece[], width: number, theme: Theme): string {
	return measuredLine(pieces, width, theme).text;
}

/** The same filled up with spaces: exactly `width` cells. */
export function filledLine(pieces: readonly Piece[], width: number, theme: Theme): string {
	const {text, cells} = measuredLine(pieces, width, theme);
	return text + ' '.repeat(Math.max(0, width - cells));
}

/** Cells of the pieces together. */
export function piecesWidth(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, piece) => sum + displayWidth(textOf(piece)), 0);
}

function measuredLine(pieces: readonly Piece[], width: number, theme: Theme): {text: string; cells: number} {
	let text = '';
	let cells = 0;
	for (const [index, piece] of pieces.entries()) {
		const plain = textOf(piece);
		if (plain === '') {
			continue;
		}

		const room = width - cells;
		// A piece that just fits is cut as well when more follows, so that the row says that it goes on.
		const isLast = !pieces.slice(index + 1).some(later => textOf(later).trim() !== '');
		const cut = truncate(plain, room, theme.glyphs.ellipsis);
		const isFull = !isLast && displayWidth(plain) >= room;
		const shown = isFull && cut === plain ? truncate(`${plain} `, room, theme.glyphs.ellipsis) : cut;
		text += typeof piece === 'string' ? shown : piece.paint(shown);
		cells += displayWidth(shown);
		if (isFull || cells >= width) {
			break;
		}
	}

	return {text, cells};
}

function textOf(piece: Piece): string {
	return typeof piece === 'string' ? piece : piece.text;
}
