import process from 'node:process';
import {isatty} from 'node:tty';
import type {MouseEvent} from '../screen/keys/mouse-event.ts';
import {Canvas} from '../screen/look/canvas.ts';
import {copySequence} from './clipboard.ts';
import {type Keyboard, openKeyboard} from './input/keyboard.ts';
import {mouseOff, mouseOn} from './input/mouse.ts';
import {FrameWriter} from './output/frame-writer.ts';
import {InkOutput} from './output/ink-output.ts';
import {openTerminalOutput} from './output/terminal-output.ts';
import {terminalSize} from './terminal-size.ts';
import {copyToTmux} from './tmux-buffer.ts';

// Alternate screen, no cursor, no wrapping at the right edge, pastes marked as such.
const enterSequence = '\x1B[?1049h\x1B[?25l\x1B[?7l\x1B[?2004h';
export const leaveSequence = '\x1B[?2026l\x1B[m\x1B[r\x1B[?2004l\x1B[?7h\x1B[?25h\x1B[?1049l';
const leaveDeadlineMs = 500; // a terminal that takes nothing for this long is stalled; twice it is well below the 2 s in which q must end
const resizePauseMs = 30; // dragging a window changes its size many times per second

/** The real terminal, the single owner of everything that has to be restored. */
export type Terminal = {
	/** The canvas that the terminal shows. */
	readonly canvas: Canvas;
	/** For Ink: the terminal's size, and where keys come from. */
	readonly stdout: InkOutput;
	readonly stdin: Keyboard;
	/** Takes over the terminal. The next frame is drawn whole, at the size it has then. */
	enter(): void;
	/**
	Restores everything. Does nothing if it was already left.

	@param lines - Whole lines to print on the normal screen.
	*/
	leave(lines?: string): Promise<void>;
	/** The same, synchronously, for the last moment of the process. */
	leaveNow(): void;
	/** Redraws the newest frame, whatever is on the screen. */
	redraw(): void;
	copy(text: string): void;
	/** Rings or flashes, depending on the terminal's settings. */
	ring(): void;
	/** Calls the listener with mouse events. @returns A function that stops it. */
	onMouse(listener: (event: MouseEvent) => void): () => void;
	/** Resolves when another frame is useful: immediately, unless the terminal is stalled. */
	whenTaking(): Promise<void>;
	/** It has not taken the last write, so another write would block. */
	isStuck(): boolean;
};

/**
@param onLost - Called one or more times when the terminal is gone (its window closed, the link cut).
@param hasMouse - Whether to take mouse events from the terminal; its own selection then needs Shift.
@returns `undefined` if stdout isn't a terminal or there is nowhere to read keys from.
*/
export function openTerminal(onLost: () => void, hasMouse = false): Terminal | undefined {
	const keyboard = isatty(1) ? openKeyboard(onLost) : undefined;
	if (keyboard === undefined) {
		return undefined;
	}
	const output = openTerminalOutput(1);
	const canvas = new Canvas(() => writer.changed());
	const writer = new FrameWriter(output, terminalSize(), canvas, onLost);
	keyboard.onAnswer(
		() => writer.answered(),
		() => writer.isAnswerAwaited(),
	);
	const {columns, rows} = terminalSize();
	const stdout = new InkOutput(columns, rows);
	let isOurs = false;
	const mouseListeners = new Set<(event: MouseEvent) => void>();
	if (hasMouse) {
		keyboard.onMouse(event => {
			for (const listener of mouseListeners) {
				listener(event);
			}
		});
	}
	let isResizePending = false;

	const takeSize = () => {
		const size = terminalSize();
		if (size.columns !== stdout.columns || size.rows !== stdout.rows) {
			writer.repaint(size.columns, size.rows);
			stdout.resize(size.columns, size.rows);
		}
	};
	const onWindowChange = () => {
		if (!isResizePending) {
			isResizePending = true;
			setTimeout(() => {
				isResizePending = false;
				if (isOurs) {
					takeSize();
				}
			}, resizePauseMs);
		}
	};
	const release = (lines: string) => {
		isOurs = false;
		process.off('SIGWINCH', onWindowChange);
		output.writeNow((hasMouse ? mouseOff : '') + leaveSequence + lines, leaveDeadlineMs);
		keyboard.setRaw(false);
	};

	return {
		canvas,
		stdout,
		stdin: keyboard,
		enter() {
			takeSize();
			writer.repaint(stdout.columns, stdout.rows);
			if (!isOurs) {
				isOurs = true;
				process.on('SIGWINCH', onWindowChange);
				keyboard.setRaw(true);
				writer.begin(enterSequence + (hasMouse ? mouseOn : ''));
			}
		},
		async leave(lines = '') {
			if (isOurs) {
				await writer.stop(leaveDeadlineMs);
				release(lines);
			}
		},
		leaveNow() {
			if (isOurs) {
				release('');
			}
		},
		redraw() {
			writer.repaint(stdout.columns, stdout.rows);
		},
		copy(text) {
			const sequence = copySequence(text, process.env);
			if (sequence !== undefined) {
				writer.send(sequence);
			}
			if (process.env.TMUX) {
				copyToTmux(text);
			}
		},
		ring() {
			if (isOurs) {
				writer.send('\x07');
			}
		},
		onMouse(listener) {
			mouseListeners.add(listener);
			return () => mouseListeners.delete(listener);
		},
		whenTaking: () => writer.whenTaking(),
		isStuck: output.isStuck,
	};
}
