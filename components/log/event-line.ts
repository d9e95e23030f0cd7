import type {LogRow, RowEvent} from '../../src/history/row.ts';
import {fileTags} from '../../src/screen/format/file-tags.ts';
import {formatTime} from '../../src/screen/format/format-time.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import {foreign, foreignName} from '../../src/screen/text/foreign.ts';
import {fitEnd} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {eventDetails} from './event-details.ts';

/** The layout of the log's columns at a width. */
export type EventColumns = {
	readonly hasMs: boolean;
	/** 5 for `ERROR`, 1 for `E`. */
	readonly levelCells: 1 | 5;
	readonly componentCells: number;
	readonly eventCells: number;
	/** About how many characters of detail are visible. */
	readonly detailCells: number;
	/** The file names if there are several files, and the cells they take; 0 if there is no room. */
	readonly tags: readonly string[];
	readonly tagCells: number;
};

/** The names of the log's files if there are several. */
export function fileNames(files: readonly string[], theme: Theme): readonly string[] {
	return fileTags(files).map(tag => foreignName(tag, theme));
}

/** Lays out columns for `cells`; `isWrapped` keeps all details, because a wrapped row doesn't end at the border. */
export function eventColumns(
	cells: number,
	{isWrapped = false, tags = []}: {readonly isWrapped?: boolean; readonly tags?: readonly string[]} = {},
): EventColumns {
	const longestTag = Math.max(0, ...tags.map(displayWidth));
	const isNarrow = cells < 60;
	return {
		hasMs: cells >= 80,
		levelCells: isNarrow ? 1 : 5,
		componentCells: isNarrow ? 0 : Math.max(8, Math.min(16, Math.floor(cells * 0.14))),
		eventCells: isNarrow ? 0 : Math.max(11, Math.min(22, Math.floor(cells * 0.19))),
		detailCells: isWrapped ? 4096 : cells,
		tags,
		tagCells: isNarrow ? 0 : Math.min(longestTag, cells < 100 ? 8 : 16),
	};
}

/**
A line of the log in pieces: time, level, component, event, then its details. A line that isn't an event is shown as it
is, with level `-`.
*/
export function eventPieces(row: LogRow, columns: EventColumns, theme: Theme, timeZone: string): readonly Piece[] {
	const time = [
		{text: fitEnd(formatTime(row.timeMs, timeZone, {hasMs: columns.hasMs}), columns.hasMs ? 12 : 8), style: theme.muted},
		...tagPieces(row.file, columns, theme),
	];
	const [event] = row.parsed.events;
	if (event === undefined) {
		const origin = row.stream === 'stderr' ? 'stderr' : '';
		const component = columns.componentCells === 0 ? origin : fitEnd(origin, columns.componentCells);
		const gap = component === '' ? '' : ' ';
		return [
			...time,
			' ',
			{text: fitEnd('-', columns.levelCells), style: theme.level.unset},
			' ',
			{text: component, style: theme.muted},
			gap,
			foreign(row.text, theme),
		];
	}

	const others = row.parsed.events.length - 1;
	const {level} = event;
	const levelText = level === undefined ? '-' : columns.levelCells === 1 ? level.slice(0, 1).toUpperCase() : level.toUpperCase();
	const details = foreign(eventDetails(event, row, columns.detailCells, theme.showsSecrets), theme);
	const isLoud = level === 'warn' || level === 'error' || level === 'fatal';
	return [
		...time,
		' ',
		{text: fitEnd(levelText, columns.levelCells), style: theme.level[level ?? 'unset']},
		' ',
		...nameOf(event, row.parsed.type === 'event' ? row.parsed.origin : row.stream, columns, theme),
		...(others > 0 ? [{text: `+${others} `, style: theme.accent}] : []),
		isLoud ? details : {text: details, style: theme.muted},
	];
}

const ownTag = 'obs-top'; // lines without a file are our own: alerts

/** The file of a line. A name that is too long keeps its end, because that is where similar names differ. */
function tagPieces(file: number, {tags, tagCells}: EventColumns, theme: Theme): readonly Piece[] {
	const style = theme.files[file % Math.max(1, theme.files.length)];
	if (tagCells === 0 || style === undefined) {
		return [];
	}
	let tag = tags[file] ?? ownTag;
	if (displayWidth(tag) > tagCells) {
		while (displayWidth(tag) >= tagCells) {
			tag = [...tag].slice(1).join('');
		}
		tag = theme.glyphs.ellipsis + tag;
	}
	return [' ', {text: fitEnd(tag, tagCells), style}];
}

function nameOf(event: RowEvent, origin: string | undefined, {componentCells, eventCells}: EventColumns, theme: Theme): readonly Piece[] {
	const component = foreignName(event.component ?? origin ?? '', theme);
	const name = foreign(event.event ?? '', theme);
	if (componentCells === 0) {
		return [{text: component === '' ? '' : `${component} `, style: theme.accent}, name === '' ? '' : `${name} `];
	}

	return [{text: fitEnd(component, componentCells, theme.glyphs.ellipsis), style: theme.accent}, ' ', padded(name, eventCells), ' '];
}

/** Pads, but never cuts: a message longer than its column continues. */
function padded(text: string, cells: number): string {
	return text + ' '.repeat(Math.max(0, cells - displayWidth(text)));
}
