import process from 'node:process';

/**
More than the finest type on the largest screen. The rest of a larger terminal (some report 65,535) stays blank, because
a picture of that many cells would fill the memory.
*/
const most = {columns: 2000, rows: 1000};

export type TerminalSize = {readonly columns: number; readonly rows: number};

/** The size to draw at. A terminal that doesn't know its size (a serial line) reports 0 x 0. */
export function terminalSize(): TerminalSize {
	const {stdout} = process;
	// Node only asks the terminal after SIGWINCH, which a stopped process doesn't get.
	if ('_refreshSize' in stdout && typeof stdout._refreshSize === 'function') {
		stdout._refreshSize();
	}
	const [columns, rows] = stdout.getWindowSize();
	return {columns: Math.min(columns || 80, most.columns), rows: Math.min(rows || 24, most.rows)};
}
