import {constants, openSync, write, writeSync} from 'node:fs';
import {promisify} from 'node:util';
import {StallWatch} from './stall-watch.ts';

const writeInThread = promisify(write);
const firstRetryMs = 2;
const lastRetryMs = 50; // checks a stalled link 20 times per second

/** Writes to the terminal without ever blocking the event loop. */
export type TerminalOutput = {
	/**
	Resolves when the terminal has taken everything; rejects if the terminal is gone. Only call it again after that.
	*/
	write(text: string): Promise<void>;
	/**
	Writes synchronously as much as the terminal takes within `deadlineMs`, for the last output of a program. Drops the
	unwritten rest of a `write` in progress.
	*/
	writeNow(text: string, deadlineMs: number): void;
	/** Resolves immediately, unless the terminal has taken nothing of a write for a second: then when it continues. */
	whenTaking(): Promise<void>;
	/**
	It did not take the last output, or a write that can't be abandoned is waiting for it, so another write would hang
	too.
	*/
	isStuck(): boolean;
};

/**
@param fd - The terminal's file descriptor, usually 1. It is reopened if the system allows, so that it can be
non-blocking without making the shell's descriptor non-blocking, too.
*/
export function openTerminalOutput(fd: number): TerminalOutput {
	const own = openAnew(fd);
	let rest: Buffer | undefined;
	let isWriting = false;
	let isTaken = true;
	const watch = new StallWatch();
	/**
	Writes directly if that doesn't block, because a write queued in a thread can't be withdrawn when leaving the
	terminal.
	*/
	const writeSome = async (bytes: Buffer): Promise<number> => {
		if (own !== undefined) {
			return writeSync(own, bytes);
		}
		isWriting = true;
		try {
			return (await writeInThread(fd, bytes)).bytesWritten;
		} finally {
			isWriting = false;
		}
	};
	return {
		async write(text) {
			rest = Buffer.from(text);
			let retryMs = firstRetryMs;
			watch.moved();
			while (rest !== undefined && rest.length > 0) {
				try {
					const bytesWritten: number = await writeSome(rest);
					watch.moved();
					rest = rest?.subarray(bytesWritten);
					retryMs = firstRetryMs;
				} catch (error) {
					if (!isFull(error)) {
						throw error;
					}
					await new Promise(resolve => setTimeout(resolve, retryMs));
					retryMs = Math.min(2 * retryMs, lastRetryMs);
				}
			}
			rest = undefined;
			watch.rested();
		},
		whenTaking: () => watch.whenMoving(),
		writeNow(text, deadlineMs) {
			const wasCut = rest !== undefined;
			rest = undefined;
			if (own === undefined && isWriting) {
				return; // it would wait for that write
			}
			// CAN ends a sequence that was cut.
			isTaken = writeWithin(own ?? fd, Buffer.from(wasCut ? `\x18${text}` : text), deadlineMs);
		},
		isStuck: () => !isTaken || (own === undefined && isWriting),
	};
}

function openAnew(fd: number): number | undefined {
	const paths = process.platform === 'linux' ? [`/proc/self/fd/${fd}`, '/dev/tty'] : ['/dev/tty'];
	for (const path of paths) {
		try {
			return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		} catch {
			// another user's terminal, or none: try the next way
		}
	}
	return undefined;
}

/** @returns Whether everything was written. */
function writeWithin(fd: number, bytes: Buffer, deadlineMs: number): boolean {
	const pause = new Int32Array(new SharedArrayBuffer(4));
	const end = performance.now() + deadlineMs;
	for (let written = 0; written < bytes.length; ) {
		try {
			written += writeSync(fd, bytes, written);
		} catch (error) {
			if (!isFull(error) || performance.now() >= end) {
				return false;
			}
			Atomics.wait(pause, 0, 0, firstRetryMs);
		}
	}
	return true;
}

const isFull = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
