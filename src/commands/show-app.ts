import {render} from 'ink';
import {createElement, type FunctionComponent} from 'react';
import type {Terminal} from '../terminal/terminal.ts';
import type {WatchEnding} from './watch-end.ts';

/** A component on the terminal, until it is taken off. */
export type Shown = {unmount(): void};

/**
Draws a component on the terminal. Ink's debug mode is meant: it hands over whole frames, and the frame writer behind `terminal.stdout` finds the difference.

@param ending - Told of an error that a component throws.
*/
export function showOn<Props extends object>(
	terminal: Terminal,
	ending: Pick<WatchEnding, 'fail'>,
	component: FunctionComponent<Props>,
	props: Props,
): Shown {
	const instance = render(createElement(component, props), {
		stdout: terminal.stdout,
		stdin: terminal.stdin,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
		isScreenReaderEnabled: false,
	});
	instance.waitUntilExit().catch(ending.fail);
	return {unmount: () => instance.unmount()};
}
