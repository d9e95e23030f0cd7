import {render} from 'ink';
import type {FunctionComponent} from 'react';
import type {Canvas} from '../src/screen/look/canvas.ts';
import {CanvasContext} from './widgets/rows.tsx';

/** What components are shown on: the terminal, or what a test looks at. */
export type Stage = {
	readonly canvas: Canvas;
	/** Tells the size. */
	readonly stdout: NodeJS.WritableStream;
	/** Tells the keys. */
	readonly stdin: NodeJS.ReadableStream;
};

/** A component on a stage, until it is taken off. */
export type Shown = {unmount(): void};

/**
Shows a component. Ink has the state, the keys and the size; what is seen goes to the canvas. In its debug mode Ink neither waits with an update nor writes anything of its own.

@param onError - Told of an error that a component throws.
*/
export function showOn<Props extends object>(
	{canvas, stdout, stdin}: Stage,
	Component: FunctionComponent<Props>,
	props: Props,
	onError: (error: unknown) => void,
): Shown {
	const tree = (
		<CanvasContext value={canvas}>
			<Component {...props} />
		</CanvasContext>
	);
	const instance = render(tree, {
		stdout,
		stdin,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
		isScreenReaderEnabled: false,
	});
	instance.waitUntilExit().catch(onError);
	return {unmount: () => instance.unmount()};
}
