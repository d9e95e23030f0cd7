import {writeSync} from 'node:fs';

/**
Where lines go: a file descriptor, written to before `write` returns. A line logged is therefore out, whatever comes next: `process.exit`, an uncaught error, a kill.

A full pipe is waited for, so a slow reader slows the pipeline down, and nothing is lost. A reader that has gone (EPIPE) is no error: what follows is dropped silently, and `onReaderGone` is called once.
Any other failure (a full disk) loses the line, is reported once as a process warning and doesn't stop the pipeline.

pino's own synchronous destination waits 100 ms at a time and goes one call deeper at each, until the stack of a pipeline whose reader pauses for minutes is full.

@param fd - 1 is stdout.
*/
export function lineDestination(fd: number, {onReaderGone}: {readonly onReaderGone?: () => void} = {}): {write(line: string): void} {
	let isReaderGone = false;
	let hasWarned = false;
	return {
		write(line) {
			if (isReaderGone) {
				return;
			}
			try {
				writeAll(fd, Buffer.from(line));
			} catch (error) {
				if (codeOf(error) === 'EPIPE') {
					isReaderGone = true;
					onReaderGone?.();
				} else if (!hasWarned) {
					hasWarned = true;
					process.emitWarning(`log lines are lost: ${String(error)}`, 'LogWarning');
				}
			}
		},
	};
}

function writeAll(fd: number, bytes: Uint8Array): void {
	let written = 0;
	let waitMs = 1;
	while (written < bytes.length) {
		try {
			written += writeSync(fd, bytes, written);
			waitMs = 1;
		} catch (error) {
			if (codeOf(error) !== 'EAGAIN') {
				throw error;
			}
			Atomics.wait(pause, 0, 0, waitMs);
			waitMs = Math.min(waitMs * 2, maxWaitMs);
		}
	}
}

const pause = new Int32Array(new SharedArrayBuffer(4));
const maxWaitMs = 32; // seldom enough to cost nothing, soon enough that a reader who is back doesn't notice

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
