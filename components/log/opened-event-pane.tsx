import {memo} from 'react';
import type {LogRow} from '../../src/history/row.ts';
import {duplicateKeys} from '../../src/screen/event/duplicate-keys.ts';
import {type EventField, eventFields} from '../../src/screen/event/event-fields.ts';
import {exactNumbers} from '../../src/screen/event/exact-numbers.ts';
import {fieldText} from '../../src/screen/event/field-text.ts';
import {formatCount} from '../../src/screen/format/format.ts';
import {formatDate, formatTime} from '../../src/screen/format/format-time.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Overlay} from '../../src/screen/state/ui-state.ts';
import {foreign, foreignName} from '../../src/screen/text/foreign.ts';
import {fitEnd} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {wrapWords} from '../../src/screen/text/wrap-words.ts';
import {innerHeight, innerWidth} from '../widgets/box.ts';
import {Panel} from '../widgets/panel.tsx';
import type {Part} from '../widgets/part.ts';
import {eventColumns, eventPieces, fileNames} from './event-line.ts';
import {longGapMs, timeMark, timeOrderText} from './time-order.ts';

const longestValue = 4096;
const mostValueRows = 12;

type Lines = ReadonlyArray<readonly Piece[]>;

type OpenedEventProps = Part & {
	readonly overlay: Extract<Overlay, {readonly type: 'event'}>;
	/** The names of the sources. */
	readonly files: readonly string[];
};

/** An opened event: a tree of its fields with the selected one marked, the line as written, and the lines around it. */
export const OpenedEventPane = memo((props: OpenedEventProps) => {
	const {overlay, timeZone} = props;
	const {row, field, around} = overlay;
	const visible = innerHeight(props);
	const tree = treeRows(row, field, props);
	// Bounded so that, at the end of the tree, the selected field and what is below the tree are visible together.
	const written = [...timeOrderRows(row, props), ...flawRows(row, props), ...rawRows(row, Math.max(2, Math.floor(visible / 3)), props)];
	const contextRoom = Math.max(2, Math.min(around?.length ?? 0, visible - written.length - 2));
	const tail = [...written, ...(around === undefined ? [] : contextRows(row, around, contextRoom, props))];
	const rows = [...tree.rows, ...tail];
	const above = tree.count < 2 ? 0 : topRow(rows.length, visible, tree.selectedTop, field / (tree.count - 1));
	const shown = rows.slice(above, above + visible);
	const when =
		row.timeMs === undefined
			? undefined
			: `${formatDate(row.timeMs, timeZone)} ${formatTime(row.timeMs, timeZone, {hasMs: true})} ${timeZone}`;
	const content = {rows: shown, above, below: rows.length - above - shown.length};
	return <Panel {...props} title="Event" left={when} right={placeText(row, props)} content={content} />;
});

/** The line's number in its file, and the file if there are several. */
function placeText({file, line}: LogRow, {files, theme}: OpenedEventProps): string {
	const name = fileNames(files, theme)[file];
	return name === undefined ? `line ${formatCount(line)}` : `${name}:${line}`;
}

function timeOrderRows(row: LogRow, {theme, timeZone}: OpenedEventProps): Lines {
	const text = timeOrderText(row, timeZone);
	return text === undefined ? [] : [[' ', {text, style: theme.warning}]];
}

/** Problems of the line itself, although it was read. */
function flawRows(row: LogRow, props: OpenedEventProps): Lines {
	const {theme} = props;
	const repeated = row.parsed.type === 'event' ? duplicateKeys(row.text) : [];
	const mended = row.parsed.type === 'event' ? row.parsed.mended : undefined;
	const flaws = [
		...(mended === undefined ? [] : [`not quite JSON, mended: ${mended}`]),
		...(repeated.length === 0 ? [] : [`duplicate keys (the last one counts): ${repeated.join(', ')}`]),
		...(row.badBytes === undefined ? [] : [`not UTF-8, in hex: ${row.badBytes}`]),
		...(row.isUnterminated === true ? ['no newline at its end'] : []),
	];
	return flaws
		.flatMap(flaw => wrapWords(foreign(flaw, theme), Math.max(1, innerWidth(props) - 2)))
		.map((text): readonly Piece[] => [' ', {text, style: theme.warning}]);
}

/** The window moves with the selected field: the first field shows the top, the last one the end. */
function topRow(total: number, visible: number, selectedTop: number, share: number): number {
	const wanted = Math.round(Math.max(0, total - visible) * Math.max(0, Math.min(1, share)));
	return Math.max(0, Math.min(selectedTop, Math.max(wanted, selectedTop - visible + 1)));
}

function treeRows(
	row: LogRow,
	selected: number,
	props: OpenedEventProps,
): {readonly rows: Lines; readonly selectedTop: number; readonly count: number} {
	const fields = eventFields(row);
	const digits = exactNumbers(row);
	const rows: Array<readonly Piece[]> = [];
	let selectedTop = 0;
	for (const [index, field] of fields.entries()) {
		if (index === selected) {
			selectedTop = rows.length;
		}

		rows.push(...fieldRows(field, cut(fieldText(field, digits, props.theme.showsSecrets)), index === selected, props));
	}

	return {rows, selectedTop, count: fields.length};
}

function fieldRows(field: EventField, value: string, isSelected: boolean, props: OpenedEventProps): Lines {
	const {theme} = props;
	const cells = innerWidth(props) - 2;
	const indent = '  '.repeat(Math.min(field.depth, 8));
	const name = fitEnd(
		indent + foreignName(field.name, theme),
		Math.max(displayWidth(indent) + 4, Math.min(24, Math.floor(cells * 0.35))),
		theme.glyphs.ellipsis,
	);
	const valueCells = Math.max(4, cells - displayWidth(name) - 2);
	const lines = value.split('\n').flatMap(text => wrapWords(foreign(text.replace(/\r$/, ''), theme), valueCells));
	const shown =
		lines.length > mostValueRows ? [...lines.slice(0, mostValueRows - 1), `+${lines.length - mostValueRows + 1} more lines`] : lines;
	return shown.map((text, index): readonly Piece[] => {
		const mark = isSelected ? theme.glyphs.mark : ' ';
		const label = index === 0 ? name : ' '.repeat(displayWidth(name));
		return isSelected
			? [
					{text: mark, style: theme.accent},
					{text: fitEnd(`${label}  ${text}`, cells, theme.glyphs.ellipsis), style: theme.selection},
				]
			: [mark, {text: label, style: theme.muted}, '  ', text];
	});
}

const cut = (text: string): string => (text.length > longestValue ? `${text.slice(0, longestValue)}…` : text);

function rawRows(row: LogRow, most: number, props: OpenedEventProps): Lines {
	const {theme} = props;
	const cells = innerWidth(props) - 2;
	const lines = wrapWords(foreign(row.text, theme), Math.max(1, cells));
	const shown = lines.slice(0, most);
	const more = lines.length > most ? `  +${lines.length - most} rows` : '';
	return [
		[
			{
				text: ` as written${row.stream === 'stderr' ? ' to stderr' : ''}${row.isCut === true ? ', its start' : ''}${more}`,
				style: theme.accent,
			},
		],
		...shown.map((text): readonly Piece[] => [' ', {text, style: theme.muted}]),
	];
}

function contextRows(row: LogRow, around: readonly LogRow[], most: number, props: OpenedEventProps): Lines {
	const {files, theme, timeZone} = props;
	const columns = eventColumns(innerWidth(props) - 1, {tags: fileNames(files, theme)});
	const gapMs = longGapMs(around);
	const at = Math.max(
		0,
		around.findIndex(({index}) => index === row.index),
	);
	const start = Math.max(0, Math.min(at - Math.floor(most / 2), around.length - most));
	const shown = around.slice(start, start + most);
	return [
		[{text: ' lines around it', style: theme.accent}],
		...shown.map((other): readonly Piece[] => [
			other.index === row.index ? {text: theme.glyphs.mark, style: theme.accent} : timeMark(other, gapMs, theme),
			...eventPieces(other, columns, theme, timeZone),
		]),
	];
}
