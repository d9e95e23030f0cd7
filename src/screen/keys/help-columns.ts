import {displayWidth} from '../text/width.ts';
import {wrapWords} from '../text/wrap-words.ts';
import type {KeyHint} from './key-table.ts';

/** A column of the help: its lines, and the cells of its keys and of its texts. */
export type HelpColumn = {
	readonly keyCells: number;
	readonly textCells: number;
	readonly lines: ReadonlyArray<{readonly key: string; readonly text: string}>;
};

const leastCellsOfTwo = 90;
const gapCells = 3;

/**
Lays out the help in one column, or in two if one is too high.

@param cells - The width inside the border.
@param visible - How many rows fit.
*/
export function helpColumns(keys: readonly KeyHint[], cells: number, visible: number): readonly HelpColumn[] {
	const single = columnOf(keys, cells - 2);
	if (single.lines.length <= visible || cells - 2 < leastCellsOfTwo) {
		return [single];
	}
	const half = Math.ceil(keys.length / 2);
	const each = Math.floor((cells - 2 - gapCells) / 2);
	return [columnOf(keys.slice(0, half), each), columnOf(keys.slice(half), each)];
}

export function helpRows(columns: readonly HelpColumn[]): number {
	return Math.max(...columns.map(({lines}) => lines.length));
}

function columnOf(keys: readonly KeyHint[], cells: number): HelpColumn {
	const keyCells = Math.min(
		keys.reduce((most, {key}) => Math.max(most, displayWidth(key)), 0),
		Math.max(6, Math.floor(cells * 0.4)),
	);
	const textCells = Math.max(1, cells - keyCells - 2);
	return {
		keyCells,
		textCells,
		lines: keys.flatMap(({key, label}) => wrapWords(label, textCells).map((text, index) => ({key: index === 0 ? key : '', text}))),
	};
}
