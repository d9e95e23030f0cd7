import {memo} from 'react';
import type {KeyHint} from '../src/screen/keys/key-table.ts';
import type {Piece} from '../src/screen/look/line.ts';
import {fitEnd} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import {wrapWords} from '../src/screen/text/wrap-words.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled} from './widgets/scroll.ts';

type HelpProps = ScrolledPart & {readonly keys: readonly KeyHint[]};

/** All keys and what they do, in one column, or in two if one is too high. */
export const HelpPane = memo((props: HelpProps) => {
	const {keys, scroll} = props;
	const cells = innerWidth(props) - 2;
	const visible = innerHeight(props);
	const single = entryRows(keys, cells, props);
	const half = Math.ceil(keys.length / 2);
	const isSplit = single.length > visible && cells >= 90;
	const rows = isSplit ? besideEachOther(keys, half, Math.floor((cells - 3) / 2), props) : single;
	return <Panel {...props} title="Keys" right="Esc closes" content={scrolled(rows, visible, scroll)} />;
});

function besideEachOther(keys: readonly KeyHint[], half: number, cells: number, props: HelpProps): ReadonlyArray<readonly Piece[]> {
	const left = entryRows(keys.slice(0, half), cells, props);
	const right = entryRows(keys.slice(half), cells, props);
	return Array.from({length: Math.max(left.length, right.length)}, (_, index) => [
		...(left[index] ?? [' '.repeat(cells + 1)]),
		'   ',
		...(right[index] ?? []),
	]);
}

function entryRows(keys: readonly KeyHint[], cells: number, {theme}: HelpProps): ReadonlyArray<readonly Piece[]> {
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
