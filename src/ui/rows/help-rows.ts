import {boxed, innerHeight, innerWidth} from '../box.ts';
import type {KeyHint} from '../key-hint.ts';
import type {Line, Piece} from '../line.ts';
import {scrolled} from '../scroll.ts';
import {fitEnd} from '../truncate.ts';
import type {View} from '../view.ts';
import {displayWidth} from '../width.ts';
import {wrapWords} from '../wrap-words.ts';

/** All keys with what they do, in one column, or two where they would not fit below one another. */
export function helpRows(view: View, keys: readonly KeyHint[]): readonly Line[] {
	const cells = innerWidth(view) - 2;
	const visible = innerHeight(view);
	const single = entryRows(keys, cells, view);
	const half = Math.ceil(keys.length / 2);
	const isSplit = single.length > visible && cells >= 90;
	const rows = isSplit ? besideEachOther(keys, half, Math.floor((cells - 3) / 2), view) : single;
	return boxed({...view, focused: true}, {title: 'Keys', right: 'Esc closes'}, scrolled(rows, visible, view.ui.scroll));
}

function besideEachOther(keys: readonly KeyHint[], half: number, cells: number, view: View): ReadonlyArray<readonly Piece[]> {
	const left = entryRows(keys.slice(0, half), cells, view);
	const right = entryRows(keys.slice(half), cells, view);
	return Array.from({length: Math.max(left.length, right.length)}, (_, index) => [
		...(left[index] ?? [' '.repeat(cells + 1)]),
		'   ',
		...(right[index] ?? []),
	]);
}

function entryRows(keys: readonly KeyHint[], cells: number, {theme}: View): ReadonlyArray<readonly Piece[]> {
	const keyCells = Math.min(
		keys.reduce((most, {key}) => Math.max(most, displayWidth(key)), 0),
		Math.max(6, Math.floor(cells * 0.4)),
	);
	const labelCells = Math.max(1, cells - keyCells - 2);
	return keys.flatMap(({key, label}) =>
		wrapWords(label, labelCells).map((text, index): readonly Piece[] => [
			' ',
			{text: fitEnd(index === 0 ? key : '', keyCells, theme.glyphs.ellipsis), style: theme.accent},
			'  ',
			fitEnd(text, labelCells, theme.glyphs.ellipsis),
		]),
	);
}
