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

/** Signs of one cell each as pieces: one for each run of the same look. */
export function merged(signs: ReadonlyArray<{readonly text: string; readonly paint: Paint}>): readonly Piece[] {
	const pieces: Array<{text: string; readonly paint: Paint}> = [];
	for (const {text, paint} of signs) {
		const last = pieces.at(-1);
		if (last !== undefined && last.paint === paint) {
			last.text += text;
		} else {
			pieces.push({text, paint});
		}
	}

	return pieces;
}

function measuredLine(pieces: readonly Piece[], width: number, theme: Theme): {text: string; cells: number} {
	const last = pieces.findLastIndex(piece => textOf(piece).trim() !== '');
	let text = '';
	let cells = 0;
	for (let index = 0; index < pieces.length; index++) {
		const piece = pieces[index] ?? '';
		const plain = textOf(piece);
		if (plain === '') {
			continue;
		}

		const room = width - cells;
		const wanted = displayWidth(plain);
		// A piece that just fits is cut as well when more follows, so that the row says that it goes on.
		const isFull = index < last && wanted >= room;
		const shown = wanted < room ? plain : truncate(isFull && wanted === room ? `${plain} ` : plain, room, theme.glyphs.ellipsis);
		text += typeof piece === 'string' ? shown : piece.paint(shown);
		cells += shown === plain ? wanted : displayWidth(shown);
		if (isFull || cells >= width) {
			break;
		}
	}

	return {text, cells};
}

function textOf(piece: Piece): string {
	return typeof piece === 'string' ? piece : piece.text;
}
