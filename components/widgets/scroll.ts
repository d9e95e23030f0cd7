import type {Piece} from '../../src/screen/look/line.ts';
import type {Content} from './box.ts';

/** The `visible` rows of a long list, starting at row `scroll`. */
export function scrolled<Row>(
	rows: readonly Row[],
	visible: number,
	scroll: number,
): Omit<Content, 'rows'> & {readonly rows: readonly Row[]} {
	const room = Math.max(0, visible);
	const above = Math.max(0, Math.min(Number.isFinite(scroll) ? Math.floor(scroll) : 0, rows.length - room));
	const shown = rows.slice(above, above + room);
	return {rows: shown, above, below: rows.length - above - shown.length};
}

/** Content that doesn't scroll. */
export function unscrolled(rows: ReadonlyArray<readonly Piece[]>): Content {
	return {rows, above: 0, below: 0};
}
