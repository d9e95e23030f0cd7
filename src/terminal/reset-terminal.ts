import {constants, openSync, readSync, writeSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {mouseOff} from './input/mouse.ts';
import {leaveSequence} from './terminal.ts';

/**
Puts a terminal back that a killed obs-top has left as it was: screen, cursor, wrapping, paste, mouse, and the modes of the line.

The last is what `stty sane` does, and that takes the place of this process: at its own end Node sets the modes again that it found.
*/
export function resetTerminal(): void {
	if (!isatty(1)) {
		return;
	}
	writeSync(1, mouseOff + leaveSequence);
	dropInput();
	if (process.execve !== undefined) {
		process.removeAllListeners('warning'); // an experiment of Node's
		process.execve('/bin/sh', ['sh', '-c', 'stty sane ixon iutf8 2>/dev/null || stty sane'], process.env);
	}
}

const onItsWayMs = 100;

/** What was typed into the killed program, or answered to it, is not meant for the shell. */
function dropInput(): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, onItsWayMs);
	try {
		const input = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		const bytes = Buffer.alloc(1024);
		while (readSync(input, bytes) > 0) {
			// the next ones
		}
	} catch {
		// nothing is left, or there is no terminal to read from
	}
}
