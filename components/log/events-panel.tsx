import {memo} from 'react';
import type {LogRow, RowPage} from '../../src/history/row.ts';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import {formatCount, formatPercent} from '../../src/screen/format/format.ts';
import {filledLine, type Line, line, type Piece, restyled} from '../../src/screen/look/line.ts';
import {selectedRow} from '../../src/screen/state/selected-row.ts';
import type {LogSelection} from '../../src/screen/state/ui-state.ts';
import {foreign} from '../../src/screen/text/foreign.ts';
import {wrapPieces} from '../../src/screen/text/wrap-pieces.ts';
import type {PanelRecord} from '../panel-record.ts';
import {folded, ruled} from '../widgets/box.ts';
import type {Part} from '../widgets/part.ts';
import {Rows} from '../widgets/rows.tsx';
import {eventColumns, eventPieces, fileNames} from './event-line.ts';
import {longGapMs, timeMark} from './time-order.ts';

const title = '6 Events';

/** How many lines of the log fit into an event panel of this height: all rows but the title. */
export function logRowsIn(height: number): number {
	return height <= 1 ? Math.max(0, height) : height - 1;
}

type EventsProps = Part & {
	readonly page: RowPage;
	/** The names of the sources. */
	readonly files: readonly string[];
	readonly counts: Snapshot['source'];
	/** The cursor follows the newest event. */
	readonly isFollowing: boolean;
	readonly filter: string | undefined;
	readonly selected: LogSelection | undefined;
	readonly wrap: boolean;
};

export const eventsPanel: PanelRecord = {
	id: 'events',
	key: '6',
	draw: (part, {page, files, snapshot, cursor}, ui) => (
		<EventsPanel
			{...part}
			page={page}
			files={files}
			counts={snapshot.source}
			isFollowing={cursor.mode === 'following'}
			filter={ui.filter}
			selected={ui.log.selected}
			wrap={ui.wrap}
		/>
	),
};

/**
The page of the log, one row per line, the newest at the bottom.

It has no side borders and no trailing spaces, because it is the part of the screen that changes most.
*/
const EventsPanel = memo((props: EventsProps) => <Rows name={props.region} x={props.x} y={props.y} lines={eventLines(props)} />);

function eventLines(props: EventsProps): readonly Line[] {
	const {height} = props;
	if (height < 1) {
		return [];
	}

	if (height === 1) {
		return [lastLine(props)];
	}

	return [ruled(props, {title, left: filterText(props), right: positionText(props)}), ...pageRows(props, height - 1)];
}

function pageRows(props: EventsProps, visible: number): readonly Line[] {
	const {page, files, selected: selection, wrap, theme, width, timeZone} = props;
	const {rows, partial} = page;
	if (partial !== undefined && visible > 1) {
		const above = pageRows({...props, page: {...page, partial: undefined}}, visible - 1);
		return [...(rows.length === 0 ? [] : above), partialRow(partial, props)];
	}
	if (rows.length === 0) {
		return [line([{text: ` ${nothingText(props)}`, style: theme.muted}], width, theme)];
	}

	const cells = width - 1;
	const columns = eventColumns(cells, {isWrapped: wrap, tags: fileNames(files, theme)});
	const gapMs = longGapMs(rows);
	const selected = selectedRow(selection, page);
	const indent = cells >= 60 ? 19 : 4;
	const drawn: Line[] = [];
	let selectedTop: number | undefined;
	// Fills from the newest up, so that the newest are complete if wrapped rows fill the panel, unless the selected row
	// would be out of sight.
	for (let index = rows.length - 1; index >= 0; index--) {
		const row = rows[index];
		if (row === undefined || (drawn.length >= visible && (selected === undefined || index < selected))) {
			break;
		}

		const isSelected = index === selected;
		const drawnPieces = eventPieces(row, columns, theme, timeZone);
		const pieces = isAfterCursor(row, page) ? restyled(drawnPieces, theme.muted) : drawnPieces;
		const broken = wrap ? wrapPieces(pieces, cells, indent, visible) : [pieces];
		const mark = timeMark(row, gapMs, theme);
		drawn.unshift(...broken.map((part, at) => rowText([at === 0 ? mark : ' ', ...part], isSelected, props)));
		if (isSelected) {
			selectedTop = drawn.length;
		}
	}

	// Counted from the end: if the selected row starts above the panel, the panel ends earlier.
	const end = selectedTop !== undefined && selectedTop > visible ? drawn.length - (selectedTop - visible) : drawn.length;
	return drawn.slice(Math.max(0, end - visible), end);
}

/** Shown where the line will be once it has ended. */
function partialRow(text: string, {theme, width}: EventsProps): Line {
	return line([{text: ` partial ${theme.glyphs.separator} ${foreign(text, theme)}`, style: theme.muted}], width, theme);
}

/** The panels don't count it yet. */
function isAfterCursor({index}: LogRow, {cursorIndex}: RowPage): boolean {
	return cursorIndex !== undefined && index > cursorIndex;
}

function rowText(pieces: readonly Piece[], isSelected: boolean, {theme, width}: EventsProps): Line {
	if (!isSelected) {
		return line(pieces, width, theme);
	}

	// The selected row has a single colour: inverted, the level's colour would be a patch of background.
	return filledLine(restyled([theme.glyphs.mark, ...pieces.slice(1)], theme.selection), width, theme, theme.selection);
}

function lastLine(props: EventsProps): Line {
	const {page, files, theme, width, timeZone} = props;
	const row = page.rows.at(-1);
	return row === undefined
		? folded(props, title, [{text: nothingText(props), style: theme.muted}])
		: line([' ', ...eventPieces(row, eventColumns(width - 1, {tags: fileNames(files, theme)}), theme, timeZone)], width, theme);
}

function nothingText({page, counts, filter}: EventsProps): string {
	if (filter !== undefined && page.total > 0) {
		return page.searched < 1
			? `No match yet, ${formatPercent(page.searched)} searched.`
			: page.problem === undefined
				? 'No line matches the filter. Press / to change it.'
				: `No line matches: ${page.problem} Press / to change it.`;
	}

	return counts.lines === 0 ? 'Waiting for the first line.' : 'No lines to show.';
}

function filterText({filter, theme}: EventsProps): string | undefined {
	return filter === undefined ? undefined : foreign(filter, theme);
}

function positionText(props: EventsProps): string {
	const {page, counts, filter, theme} = props;
	const {oversizedLines, malformedLines, mendedLines, notUnderstood, unreadTime} = counts;
	return [
		countText(page, filter !== undefined),
		...(page.searched < 1 ? [`${formatPercent(page.searched)} searched`] : []),
		...goneText(page),
		...(oversizedLines > 0 ? [`${formatCount(oversizedLines)} over 1 MiB`] : []),
		...(malformedLines > 0 ? [`${formatCount(malformedLines)} not UTF-8`] : []),
		...(mendedLines > 0 ? [`${formatCount(mendedLines)} mended`] : []),
		...(notUnderstood === undefined ? [] : [`${formatCount(notUnderstood.lines)} not understood`]),
		...(unreadTime === undefined ? [] : [`time of line ${unreadTime.line} not read`]),
		...(page.outOfOrder > 0 ? [`${formatCount(page.outOfOrder)} out of order`] : []),
		whereText(props),
	].join(` ${theme.glyphs.separator} `);
}

function countText({matched, total}: RowPage, isFiltered: boolean): string {
	return isFiltered ? `${formatCount(matched)} of ${formatCount(total)}` : `${formatCount(total)} ${total === 1 ? 'line' : 'lines'}`;
}

function goneText({firstIndex}: RowPage): readonly string[] {
	return firstIndex > 0 ? [`${formatCount(firstIndex)} older dropped`] : [];
}

function whereText({page: {after}, isFollowing, selected}: EventsProps): string {
	if (after > 0) {
		return `${formatCount(after)} below`;
	}

	return isFollowing && selected === undefined ? 'following' : 'at the end';
}
