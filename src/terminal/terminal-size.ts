import process from 'node:process';

/** More than the finest type on the largest screen. What a terminal says beyond it (some say 65,535) is left blank: a picture of so many cells would fill the memory. */
const most = {columns: 2000, rows: 1000};

export type TerminalSize = {readonly columns: number; readonly rows: number};

/** What of the terminal is drawn on. One that doesn't know its size (a serial line) says 0 x 0. */
export function terminalSize(): TerminalSize {
	const {stdout} = process;
	// Node asks the terminal only after SIGWINCH, which a stopped process isn't sent.
	if ('_refreshSize' in stdout && typeof stdout._refreshSize === 'function') {
		stdout._refreshSize();
	}
	const [columns, rows] = stdout.getWindowSize();
	return {columns: Math.min(columns || 80, most.columns), rows: Math.min(rows || 24, most.rows)};
}
