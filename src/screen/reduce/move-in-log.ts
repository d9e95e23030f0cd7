import type {CursorPageRequest, RowPage} from '../../history/row.ts';
import {selectedRow} from '../state/selected-row.ts';
import type {UiState} from '../state/ui-state.ts';

type LogState = UiState['log'];

const follow: CursorPageRequest = {anchor: 'cursor', offset: 0, count: 0};

/** The event log at the cursor's line, or at its end while the cursor follows. */
export const followLog: LogState = {request: follow, selected: undefined};

/** The event log at its first line. */
export const startOfLog: LogState = {request: {...follow, anchor: 'start'}, selected: {type: 'first'}};

/** The page with a line in its middle, which is selected. */
export function logAt(index: number, pageRows: number): LogState {
	return {request: {anchor: index, offset: Math.floor(pageRows / 2), count: 0}, selected: {type: 'line', index}};
}

/** Keeps the shown page in place while new lines arrive. */
export function holdLog(log: LogState, page: RowPage): LogState {
	const last = page.rows.at(-1);
	const {anchor} = log.request;
	return (anchor === 'end' || anchor === 'cursor') && last !== undefined
		? {...log, request: {anchor: last.index, offset: 0, count: 0}}
		: log;
}

/**
Moves the selection, and the page with it if the selection would leave it. The first move selects the newest row.

@param by - Rows down; negative is up.
*/
export function moveInLog(log: LogState, page: RowPage, by: number): LogState {
	if (page.rows.length === 0) {
		return log;
	}
	const held = holdLog(log, page);
	if (log.selected === undefined && page.cursorIndex === undefined) {
		return {...held, selected: lineAt(page, page.rows.length - 1)};
	}
	// Only the edges of a requested page are known before it arrives.
	const row =
		log.selected?.type === 'first'
			? 0
			: log.selected?.type === 'last'
				? page.rows.length - 1
				: (selectedRow(log.selected, page) ?? page.rows.length - 1);
	const target = row + by;
	if (target >= 0 && target < page.rows.length) {
		return {...held, selected: lineAt(page, target)};
	}
	const matchesBefore = page.matched - page.after - page.rows.length;
	const over = target < 0 ? -Math.min(-target, Math.max(matchesBefore, 0)) : Math.min(target - page.rows.length + 1, page.after);
	if (over === 0) {
		return {...held, selected: lineAt(page, target < 0 ? 0 : page.rows.length - 1)};
	}
	return {request: moved(held.request, page, over), selected: {type: target < 0 ? 'first' : 'last'}};
}

/** Adds up moves if keys come faster than pages. A page that has arrived becomes the new anchor. */
function moved(request: CursorPageRequest, page: RowPage, by: number): CursorPageRequest {
	const last = page.rows.at(-1);
	const isTurning = request.offset === 0 || Math.sign(request.offset) !== Math.sign(by);
	// A page at an edge may have been shifted to fill it, so its request no longer says where it is.
	const isAtEdge = by > 0 ? page.matched - page.after <= page.rows.length : page.after === 0;
	return last !== undefined && (request.anchor === 'start' || isTurning || isAtEdge)
		? {anchor: last.index, offset: by, count: 0}
		: {...request, offset: request.offset + by};
}

function lineAt(page: RowPage, row: number): LogState['selected'] {
	const line = page.rows[row];
	return line === undefined ? undefined : {type: 'line', index: line.index};
}
