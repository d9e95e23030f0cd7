import {memo} from 'react';
import {formatCount} from '../src/screen/format/format.ts';
import {formatTime} from '../src/screen/format/format-time.ts';
import {type SqlRow, type SqlTable, sortedRows} from '../src/screen/format/sql-table.ts';
import {pointsPerCell} from '../src/screen/look/glyphs.ts';
import type {Piece} from '../src/screen/look/line.ts';
import type {SqlOverlay, SqlTableState} from '../src/screen/state/ui-state.ts';
import {foreign, foreignName} from '../src/screen/text/foreign.ts';
import {isSecretKey, mask} from '../src/screen/text/redact.ts';
import {fitEnd, fitStart} from '../src/screen/text/truncate.ts';
import {areaChart} from './widgets/area-chart.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {Panel} from './widgets/panel.tsx';
import type {Part} from './widgets/part.ts';
import {largestOf} from './widgets/points.ts';
import {unscrolled} from './widgets/scroll.ts';
import {columnWidths} from './widgets/table.ts';

const measuredRows = 500;
const widest = 60; // one long text leaves room for other columns
const chartRows = 5;
const leastTableRows = 6;

type SqlProps = Part & {readonly overlay: SqlOverlay};

/**
A query result, full screen: a chart if it has only times and numbers, then the rows, with the chosen row and column
marked.
*/
export const SqlPane = memo((props: SqlProps) => {
	const {overlay, theme} = props;
	const {sql, state} = overlay;
	const frills = {title: 'SQL', left: foreign(sql, theme)};
	if (state.type === 'running') {
		const {phase, share} = state.progress;
		const what = phase === 'reading' ? 'reading the log' : 'running the query';
		const text = ` ${what}${share === undefined ? '' : `, ${Math.floor(share * 100)} %`} ... Esc stops it`;
		return <Panel {...props} {...frills} content={unscrolled([[{text, style: theme.muted}]])} />;
	}
	const {table} = state;
	const chart = chartOf(props, state);
	const rows = sortedRows(table, state.sort);
	const room = Math.max(1, innerHeight(props) - 1 - chart.length);
	const first = Math.max(0, Math.min(state.row - Math.floor(room / 2), rows.length - room));
	const shown = rows.slice(first, first + room);
	const {start, widths} = columnsInSight(props, state, rows);
	const content = [
		...chart,
		headRow(props, state, start, widths),
		...(rows.length === 0
			? [[{text: ' no rows', style: theme.muted}]]
			: shown.map((row, index) => bodyRow(props, state, row, {start, widths, isChosen: first + index === state.row}))),
	];
	const below = rows.length - first - shown.length;
	return <Panel {...props} {...frills} right={countText(props, table)} content={{rows: content, above: first, below}} />;
});

function countText({timeZone}: Part, {rows, isCut, asOfMs}: SqlTable): string {
	const count = `${isCut ? 'the first ' : ''}${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
	return asOfMs === undefined ? count : `${count}, as of ${formatTime(asOfMs, timeZone)}`;
}

/** Drops columns from the left until the chosen one is in view. */
function columnsInSight(
	props: Part,
	{table, column}: SqlTableState,
	rows: readonly SqlRow[],
): {readonly start: number; readonly widths: readonly number[]} {
	const room = innerWidth(props) - 1;
	const named = table.columns.map(({name, kind}) => ({name: `${foreignName(name, props.theme)}  `, isNumber: kind === 'number'}));
	const cells = rows
		.slice(0, measuredRows)
		.map(row => row.cells.map((cell, index) => cellText(cell, nameAt(table, index), props).slice(0, widest)));
	for (let start = 0; ; start++) {
		const widths = columnWidths(
			named.slice(start),
			cells.map(row => row.slice(start)),
			room,
		);
		if (start >= column || column < start + widths.length) {
			return {start, widths};
		}
	}
}

function cellText(cell: string | undefined, column: string, {theme}: Part): string {
	if (cell === undefined) {
		return 'NULL';
	}
	return isSecretKey(column) && cell !== '' && !theme.showsSecrets ? mask : foreign(cell, theme);
}

const nameAt = ({columns}: SqlTableState['table'], index: number): string => columns[index]?.name ?? '';

function headRow({theme}: Part, {table, column, sort}: SqlTableState, start: number, widths: readonly number[]): readonly Piece[] {
	return widths.flatMap((width, offset): readonly Piece[] => {
		const index = start + offset;
		const {name = '', kind} = table.columns[index] ?? {};
		const mark = sort?.column === index ? (sort.isDescending ? theme.glyphs.down : theme.glyphs.up) : '';
		const text = foreignName(name, theme) + (mark === '' ? '' : ` ${mark}`);
		const fitted = kind === 'number' ? fitStart : fitEnd;
		return [
			offset === 0 ? ' ' : '  ',
			{text: fitted(text, width, theme.glyphs.ellipsis), style: index === column ? theme.accent : theme.strong},
		];
	});
}

function bodyRow(
	props: Part,
	{table}: SqlTableState,
	{cells}: SqlRow,
	{start, widths, isChosen}: {readonly start: number; readonly widths: readonly number[]; readonly isChosen: boolean},
): readonly Piece[] {
	const {theme} = props;
	return widths.flatMap((width, offset): readonly Piece[] => {
		const index = start + offset;
		const cell = cells[index];
		const fitted = table.columns[index]?.kind === 'number' ? fitStart : fitEnd;
		const text = fitted(cellText(cell, nameAt(table, index), props), width, theme.glyphs.ellipsis);
		const gap: Piece =
			offset === 0
				? {text: isChosen ? theme.glyphs.focus : ' ', style: theme.accent}
				: isChosen
					? {text: '  ', style: theme.selection}
					: '  ';
		return [gap, isChosen ? {text, style: theme.selection} : cell === undefined ? {text, style: theme.muted} : text];
	});
}

/** Charts the chosen column of numbers, or else the first one, over the result's times. */
function chartOf(props: Part, {table, column}: SqlTableState): ReadonlyArray<readonly Piece[]> {
	const {theme, timeZone} = props;
	const isDrawn = table.columns.every(({kind}) => kind !== 'other') && innerHeight(props) >= chartRows + 2 + leastTableRows;
	const drawn = table.columns[column]?.kind === 'number' ? column : table.columns.findIndex(({kind}) => kind === 'number');
	const points = table.rows.flatMap(({cells, timeMs}) =>
		timeMs === undefined || cells[drawn] === undefined ? [] : [{timeMs, value: Number(cells[drawn])}],
	);
	const [fromMs, toMs] = points.reduce(([from, to], {timeMs}) => [Math.min(from, timeMs), Math.max(to, timeMs)] as const, [
		Number.POSITIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
	] as const);
	if (!isDrawn || drawn === -1 || !(toMs > fromMs)) {
		return [];
	}
	const width = innerWidth(props) - 2;
	const signal = meansOver(points, {fromMs, toMs, places: width * pointsPerCell(theme.glyphs.area)});
	const most = largestOf(signal);
	const area = areaChart(signal, {width, height: chartRows, most}, theme.glyphs.area);
	const name = foreignName(table.columns[drawn]?.name ?? '', theme);
	const ends = `${formatTime(fromMs, timeZone)} - ${formatTime(toMs, timeZone)}`;
	return [
		[{text: ` ${name}, up to ${Number(most.toPrecision(4))}, ${ends}`, style: theme.muted}],
		...area.map((cells): readonly Piece[] => [' ', {text: cells.map(({glyph}) => glyph).join(''), style: theme.accent}]),
	];
}

function meansOver(
	points: ReadonlyArray<{readonly timeMs: number; readonly value: number}>,
	{fromMs, toMs, places}: {readonly fromMs: number; readonly toMs: number; readonly places: number},
): ReadonlyArray<number | undefined> {
	const sums = Array.from({length: places}, () => ({sum: 0, count: 0}));
	for (const {timeMs, value} of points) {
		const place = sums[Math.min(places - 1, Math.floor(((timeMs - fromMs) / (toMs - fromMs)) * places))];
		if (place !== undefined && Number.isFinite(value)) {
			place.sum += value;
			place.count++;
		}
	}
	return sums.map(({sum, count}) => (count === 0 ? undefined : sum / count));
}
