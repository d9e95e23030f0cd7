import {createContext, use, useLayoutEffect} from 'react';
import {type Block, Canvas} from '../../src/screen/look/canvas.ts';

/** The canvas that this tree of components draws on. */
export const CanvasContext = createContext(new Canvas());

type RowsProps = Block & {
	/** The name of the part, unique on the screen. */
	readonly name: string;
};

/**
Finished lines at their place on the screen. They go straight to the canvas, so Ink doesn't lay out or measure anything.
*/
export function Rows({name, x, y, lines}: RowsProps): null {
	const canvas = use(CanvasContext);
	useLayoutEffect(() => canvas.put(name, {x, y, lines}), [canvas, name, x, y, lines]);
	useLayoutEffect(() => () => canvas.remove(name), [canvas, name]);
	return null;
}
