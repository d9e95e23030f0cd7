import {fitEnd, fitStart} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';

/** A column of a table. */
export type TableColumn = {readonly name: string; readonly isNumber: boolean};

const gapCells = 2;
const leastCells = 6; // with fewer, a value says nothing

/**
The width of each column: that of its widest cell, or less for the widest columns if room is short.

@param cells - The rows to measure; safe texts.
@returns Fewer widths than columns if not all fit.
*/
export function columnWidths(columns: readonly TableColumn[], cells: ReadonlyArray<readonly string[]>, room: number): readonly number[] {
	const wanted = columns.map(({name}, index) =>
		cells.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? '')), Math.max(1, displayWidth(name))),
	);
	const shown = wanted.slice(0, mostColumns(wanted, room));
	const spare = room - gapCells * (shown.length - 1);
	const limit = fairLimit(shown, spare);
	return shown.map(width => Math.min(width, limit));
}

/** One row of the table. Its last column is not padded. */
export function tableRow(columns: readonly TableColumn[], cells: readonly string[], widths: readonly number[], ellipsis: string): string {
	return widths
		.map((width, index) => (columns[index]?.isNumber ? fitStart : fitEnd)(cells[index] ?? '', width, ellipsis))
		.join(' '.repeat(gapCells))
		.trimEnd();
}

function mostColumns(wanted: readonly number[], room: number): number {
	let used = -gapCells;
	const over = wanted.findIndex(width => {
		used += gapCells + Math.min(width, leastCells);
		return used > room;
	});
	return over === -1 ? wanted.length : Math.max(1, over);
}

/** The width to cut the widest columns to, so that all fit. */
function fairLimit(widths: readonly number[], room: number): number {
	let rest = room;
	const sorted = widths.toSorted((left, right) => left - right);
	for (const [index, width] of sorted.entries()) {
		const share = Math.floor(rest / (sorted.length - index));
		if (width > share) {
			return Math.max(1, share);
		}
		rest -= width;
	}
	return Number.POSITIVE_INFINITY;
}
