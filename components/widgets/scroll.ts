import type {Piece} from '../../src/screen/look/line.ts';
import type {Content} from './box.ts';

/** The rows of a long list that `scroll` brings into `visible` rows. */
export function scrolled(rows: ReadonlyArray<readonly Piece[]>, visible: number, scroll: number): Content {
	const room = Math.max(0, visible);
	const above = Math.max(0, Math.min(Number.isFinite(scroll) ? Math.floor(scroll) : 0, rows.length - room));
	const shown = rows.slice(above, above + room);
	return {rows: shown, above, below: rows.length - above - shown.length};
}

/** Rows that are all there is. */
export function unscrolled(rows: ReadonlyArray<readonly Piece[]>): Content {
	return {rows, above: 0, below: 0};
}
