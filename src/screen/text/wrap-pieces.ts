import type {Piece} from '../look/line.ts';
import type {Style} from '../look/style.ts';
import {headOf} from './truncate.ts';
import {displayWidth} from './width.ts';

/**
Wraps pieces into rows of at most `width` cells, indenting all but the first. There are at most `most` rows: the last
one has the rest, which is cut when drawn.
*/
export function wrapPieces(pieces: readonly Piece[], width: number, indent: number, most: number): ReadonlyArray<readonly Piece[]> {
	const rows: Piece[][] = [[]];
	let room = width;
	for (const piece of pieces) {
		const style = typeof piece === 'string' ? undefined : piece.style;
		let rest = typeof piece === 'string' ? piece : piece.text;
		while (rest !== '') {
			const isLastRow = rows.length >= most || indent + 2 > width;
			const head = isLastRow ? rest : brokenAtSpace(rest, headOf(rest, room));
			rows.at(-1)?.push(painted(head, style));
			rest = rest.slice(head.length);
			room -= isLastRow ? 0 : displayWidth(head);
			if (rest !== '') {
				rows.push([' '.repeat(indent)]);
				room = width - indent;
			}
		}
	}

	return rows;
}

/** Shortens the head to its last space if the line would break within a word, unless that leaves less than half. */
function brokenAtSpace(rest: string, head: string): string {
	const space = head.lastIndexOf(' ');
	return head.length < rest.length && rest[head.length] !== ' ' && space > head.length / 2 ? head.slice(0, space + 1) : head;
}

function painted(text: string, style: Style | undefined): Piece {
	return style === undefined ? text : {text, style};
}
