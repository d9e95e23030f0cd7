import type {Content} from './box.ts';
import type {Piece} from './line.ts';
import type {View} from './view.ts';

/** The rows of a long list that `ui.scroll` brings into `visible` rows; a panel without focus shows its start. */
export function scrolled(rows: ReadonlyArray<readonly Piece[]>, visible: number, scroll: number): Content {
	const room = Math.max(0, visible);
	const above = Math.max(0, Math.min(Number.isFinite(scroll) ? Math.floor(scroll) : 0, rows.length - room));
	const shown = rows.slice(above, above + room);
	return {rows: shown, above, below: rows.length - above - shown.length};
}

/** How far this part is scrolled: overlays and the focused panel are, the others never. */
export function scrollOf(view: View): number {
	return view.focused ? view.ui.scroll : 0;
}
