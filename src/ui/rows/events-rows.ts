import type {LogRow, RowPage} from '../../history/row.ts';
import {folded, ruled} from '../box.ts';
import {foreign} from '../foreign.ts';
import {formatCount, formatPercent} from '../format.ts';
import {filledLine, type Line, line, type Piece, restyled} from '../line.ts';
import {selectedRow} from '../selected-row.ts';
import type {View} from '../view.ts';
import {wrapPieces} from '../wrap-pieces.ts';
import {eventColumns, eventPieces, fileNames} from './event-line.ts';
import {longGapMs, timeMark} from './time-order.ts';

const title = '6 Events';

/** Lines of the log that an event panel of this height shows: all but its title. */
export function logRowsIn(height: number): number {
	return height <= 1 ? Math.max(0, height) : height - 1;
}

/**
The page of the log, one row a line, the newest at the bottom.

Without side borders and without spaces at the end of its rows: it is the part of the screen that changes most.
*/
export function eventsRows(view: View): readonly Line[] {
	const {height} = view;
	if (height < 1) {
		return [];
	}

	if (height === 1) {
		return [lastLine(view)];
	}

	return [ruled(view, {title, left: filterText(view), right: positionText(view)}), ...pageRows(view, height - 1)];
}

function pageRows(view: View, visible: number): readonly Line[] {
	const {frame, ui, theme, width, timeZone} = view;
	const {rows, partial} = frame.page;
	if (partial !== undefined && visible > 1) {
		const {page} = frame;
		const above = pageRows({...view, frame: {...frame, page: {...page, partial: undefined}}}, visible - 1);
		return [...(rows.length === 0 ? [] : above), partialRow(partial, view)];
	}
	if (rows.length === 0) {
		return [line([{text: ` ${nothingText(view)}`, style: theme.muted}], width, theme)];
	}

	const cells = width - 1;
	const columns = eventColumns(cells, ui.wrap, fileNames(view));
	const gapMs = longGapMs(rows);
	const selected = selectedRow(ui.log.selected, frame.page);
	const indent = cells >= 60 ? 19 : 4;
	const drawn: Line[] = [];
	let selectedTop: number | undefined;
	// From the newest up, so that the newest are whole when wrapped rows fill the panel; more only to bring the selected one in.
	for (let index = rows.length - 1; index >= 0; index--) {
		const row = rows[index];
		if (row === undefined || (drawn.length >= visible && (selected === undefined || index < selected))) {
			break;
		}

		const isSelected = index === selected;
		const drawnPieces = eventPieces(row, columns, theme, timeZone ?? 'UTC');
		const pieces = isAfterCursor(row, frame.page) ? restyled(drawnPieces, theme.muted) : drawnPieces;
		const broken = ui.wrap ? wrapPieces(pieces, cells, indent, visible) : [pieces];
		const mark = timeMark(row, gapMs, theme);
		drawn.unshift(...broken.map((part, at) => rowText([at === 0 ? mark : ' ', ...part], isSelected, view)));
		if (isSelected) {
			selectedTop = drawn.length;
		}
	}

	// Counted from the end: where the selected row starts above the panel, the panel ends higher.
	const end = selectedTop !== undefined && selectedTop > visible ? drawn.length - (selectedTop - visible) : drawn.length;
	return drawn.slice(Math.max(0, end - visible), end);
}

/** In the place where the line will stand once it has ended. */
function partialRow(text: string, {theme, width}: View): Line {
	return line([{text: ` partial ${theme.glyphs.separator} ${foreign(text, theme)}`, style: theme.muted}], width, theme);
}

/** The panels don't know of it yet. */
function isAfterCursor({index}: LogRow, {cursorIndex}: RowPage): boolean {
	return cursorIndex !== undefined && index > cursorIndex;
}

function rowText(pieces: readonly Piece[], isSelected: boolean, {theme, width}: View): Line {
	if (!isSelected) {
		return line(pieces, width, theme);
	}

	// One colour for the whole row: the level's colour would turn into a patch of background.
	return filledLine(restyled([theme.glyphs.mark, ...pieces.slice(1)], theme.selection), width, theme, theme.selection);
}

function lastLine(view: View): Line {
	const {frame, theme, width, timeZone} = view;
	const row = frame.page.rows.at(-1);
	return row === undefined
		? folded(view, title, [{text: nothingText(view), style: theme.muted}])
		: line([' ', ...eventPieces(row, eventColumns(width - 1, false, fileNames(view)), theme, timeZone ?? 'UTC')], width, theme);
}

function nothingText({frame, ui}: View): string {
	const {page, snapshot} = frame;
	if (ui.filter !== undefined && page.total > 0) {
		return page.searched < 1
			? `Nothing matches yet, ${formatPercent(page.searched)} searched.`
			: page.problem === undefined
				? 'Nothing matches the filter. / changes it.'
				: `Nothing matches: ${page.problem} / changes it.`;
	}

	return snapshot.source.lines === 0 ? 'Waiting for the first line.' : 'No line to show.';
}

function filterText({ui, theme}: View): string | undefined {
	return ui.filter === undefined ? undefined : foreign(ui.filter, theme);
}

function positionText(view: View): string {
	const {frame, ui, theme} = view;
	const {page, snapshot} = frame;
	const {oversizedLines, malformedLines} = snapshot.source;
	return [
		countText(page, ui.filter !== undefined),
		...(page.searched < 1 ? [`${formatPercent(page.searched)} searched`] : []),
		...goneText(page),
		...(oversizedLines > 0 ? [`${formatCount(oversizedLines)} over 1 MiB`] : []),
		...(malformedLines > 0 ? [`${formatCount(malformedLines)} not UTF-8`] : []),
		...(page.outOfOrder > 0 ? [`${formatCount(page.outOfOrder)} out of order`] : []),
		whereText(view),
	].join(` ${theme.glyphs.separator} `);
}

function countText({matched, total}: RowPage, isFiltered: boolean): string {
	return isFiltered ? `${formatCount(matched)} of ${formatCount(total)}` : `${formatCount(total)} ${total === 1 ? 'line' : 'lines'}`;
}

function goneText({firstIndex}: RowPage): readonly string[] {
	return firstIndex > 0 ? [`${formatCount(firstIndex)} older gone`] : [];
}

function whereText({ui, frame: {page, cursor}}: View): string {
	const {after} = page;
	if (after > 0) {
		return `${formatCount(after)} below`;
	}

	return cursor.mode === 'following' && ui.log.selected === undefined ? 'following' : 'at the end';
}
