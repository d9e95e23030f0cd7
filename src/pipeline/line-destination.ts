import {writeSync} from 'node:fs';

/**
Writes lines to a file descriptor synchronously. A logged line is therefore out, whatever comes next: `process.exit`, an
uncaught error or a kill.

If a pipe is full, `write` waits: a slow reader slows the pipeline down, but nothing is lost. If the reader has gone
(EPIPE), lines are dropped silently from then on, and `onReaderGone` is called once. Any other failure, such as a full
disk, loses the line and is reported once as a process warning; it doesn't stop the pipeline.

pino's own synchronous destination waits in steps of 100 ms and recurses at each step, so the stack overflows if the
reader pauses for minutes.

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
const maxWaitMs = 32; // costs next to nothing, and short enough that a reader who resumes doesn't notice

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
