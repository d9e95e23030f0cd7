import {createContext, use, useLayoutEffect} from 'react';
import {type Block, Canvas} from '../../src/screen/look/canvas.ts';

/** Where this tree of components draws. */
export const CanvasContext = createContext(new Canvas());

type RowsProps = Block & {
	/** Of the part of the screen, one of a kind on it. */
	readonly name: string;
};

/** Finished lines in their place on the screen. Ink has nothing to lay out, measure or take apart: they go to the canvas as they are. */
export function Rows({name, x, y, lines}: RowsProps): null {
	const canvas = use(CanvasContext);
	useLayoutEffect(() => canvas.put(name, {x, y, lines}), [canvas, name, x, y, lines]);
	useLayoutEffect(() => () => canvas.remove(name), [canvas, name]);
	return null;
}
