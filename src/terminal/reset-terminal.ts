import {constants, openSync, readSync, writeSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {mouseOff} from './input/mouse.ts';
import {leaveSequence} from './terminal.ts';

/**
Restores a terminal that a killed obs-top left behind: screen, cursor, wrapping, paste, mouse, and the line modes.

`stty sane` does the last, and replaces this process, because Node would restore the modes that it found when it exits.
*/
export function resetTerminal(): void {
	if (!isatty(1)) {
		return;
	}
	writeSync(1, mouseOff + leaveSequence);
	dropInput();
	if (process.execve !== undefined) {
		process.removeAllListeners('warning'); // execve is experimental in Node
		process.execve('/bin/sh', ['sh', '-c', 'stty sane ixon iutf8 2>/dev/null || stty sane'], process.env);
	}
}

const onItsWayMs = 100;

/** Drops keys typed into the killed program and the terminal's answers to it, which aren't meant for the shell. */
function dropInput(): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, onItsWayMs);
	try {
		const input = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		const bytes = Buffer.alloc(1024);
		while (readSync(input, bytes) > 0) {
			// the next ones
		}
	} catch {
		// nothing left, or no terminal to read from
	}
}
