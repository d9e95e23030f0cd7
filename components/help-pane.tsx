import {memo} from 'react';
import {type HelpColumn, helpColumns, helpRows} from '../src/screen/keys/help-columns.ts';
import type {KeyHint} from '../src/screen/keys/key-table.ts';
import type {Piece} from '../src/screen/look/line.ts';
import {fitEnd} from '../src/screen/text/truncate.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled} from './widgets/scroll.ts';

type HelpProps = ScrolledPart & {readonly keys: readonly KeyHint[]};

/** All keys and what they do, in one column, or in two if one is too high. */
export const HelpPane = memo((props: HelpProps) => {
	const visible = innerHeight(props);
	const columns = helpColumns(props.keys, innerWidth(props), visible);
	const rows = Array.from({length: helpRows(columns)}, (_, row) =>
		columns.flatMap((column, index) => [...(index === 0 ? [] : ['   ']), ...rowOf(column, row, props)]),
	);
	return <Panel {...props} title="Keys" right="Esc closes" content={scrolled(rows, visible, props.scroll)} />;
});

function rowOf({keyCells, textCells, lines}: HelpColumn, row: number, {theme}: HelpProps): readonly Piece[] {
	const {key, text} = lines[row] ?? {key: '', text: ''};
	return [
		' ',
		{text: fitEnd(key, keyCells, theme.glyphs.ellipsis), style: theme.accent},
		'  ',
		fitEnd(text, textCells, theme.glyphs.ellipsis),
	];
}
