import {render} from 'ink';
import type {FunctionComponent} from 'react';
import type {Canvas} from '../src/screen/look/canvas.ts';
import {CanvasContext} from './widgets/rows.tsx';

/** What components are shown on: the terminal, or a test's stage. */
export type Stage = {
	readonly canvas: Canvas;
	/** Provides the size. */
	readonly stdout: NodeJS.WritableStream;
	/** Provides the keys. */
	readonly stdin: NodeJS.ReadableStream;
};

/** A component shown on a stage. */
export type Shown = {unmount(): void};

/**
Shows a component. Ink handles the state, the keys and the size; the picture goes to the canvas. In debug mode, Ink
doesn't delay updates or write anything itself.

@param onError - Called with an error thrown by a component.
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
