import {PassThrough} from 'node:stream';
import type {FunctionComponent} from 'react';
import {showOn} from '../../components/show-on.tsx';
import {Canvas, type CanvasRow} from '../../src/screen/look/canvas.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {InkOutput} from '../../src/terminal/output/ink-output.ts';

/** Shows components as the program does, with a canvas to inspect instead of a terminal. */
export function openStage(columns: number, rows: number) {
	const canvas = new Canvas();
	const stdout = new InkOutput(columns, rows);
	const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {}});
	return {canvas, stdout, stdin, lines: () => canvas.rows().map(styledText)};
}

/** The lines of a component on its own screen, at least as many as the screen has rows; looks as SGR. */
export function drawn<Props extends object>(
	component: FunctionComponent<Props>,
	props: Props,
	columns: number,
	rows: number,
): readonly string[] {
	const stage = openStage(columns, rows);
	const shown = showOn(stage, component, props, error => {
		throw error;
	});
	const lines = stage.lines();
	shown.unmount();
	return [...lines, ...new Array<string>(Math.max(0, rows - lines.length)).fill('')];
}

/** A row without trailing blanks, with `CSI style m` before anything that has a look and `CSI m` after it. */
function styledText({parts}: CanvasRow): string {
	let text = '';
	let cells = 0;
	for (const {x, line} of parts) {
		text += ' '.repeat(Math.max(0, x - cells));
		cells = x;
		for (const piece of line) {
			text += piece.style === '' ? piece.text : `\u001B[${piece.style}m${piece.text}\u001B[m`;
			cells += displayWidth(piece.text);
		}
	}
	return text.trimEnd();
}
