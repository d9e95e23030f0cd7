import type {ReactElement} from 'react';
import type {Piece} from '../../src/screen/look/line.ts';
import {boxed, type Content, type Frills, folded} from './box.ts';
import type {Part} from './part.ts';
import {Rows} from './rows.tsx';

/** A part in a box, with its title and how much is out of sight. */
export function Panel({content, title, left, right, ...part}: Part & Frills & {readonly content: Content}): ReactElement {
	return <Rows name={part.region} x={part.x} y={part.y} lines={boxed(part, {title, left, right}, content)} />;
}

/** A part with room for only one line. */
export function FoldedPanel({title, pieces, ...part}: Part & {readonly title: string; readonly pieces: readonly Piece[]}): ReactElement {
	return <Rows name={part.region} x={part.x} y={part.y} lines={part.height < 1 ? [] : [folded(part, title, pieces)]} />;
}
