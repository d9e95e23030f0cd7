import {constants, openSync, write, writeSync} from 'node:fs';
import {promisify} from 'node:util';
import {StallWatch} from './stall-watch.ts';

const writeInThread = promisify(write);
const firstRetryMs = 2;
const lastRetryMs = 50; // a stalled link is asked 20 times a second whether it goes on

/** The terminal to write to, without ever waiting for it in the event loop. */
export type TerminalOutput = {
	/** Resolves when the terminal has taken all of it; rejects when the terminal is gone. Called again only after that. */
	write(text: string): Promise<void>;
	/** Writes before it returns, as much as the terminal takes within `deadlineMs`: for the last words of a program. Drops what a `write` under way has not written yet. */
	writeNow(text: string, deadlineMs: number): void;
	/** Resolves at once, unless the terminal has taken nothing for a second of what it was to take: then when it goes on. */
	whenTaking(): Promise<void>;
	/** It did not take the last words, or a write that can't be given up waits for it: whoever wrote to it now would wait as long. */
	isStuck(): boolean;
};

/**
@param fd - The terminal's file descriptor, 1 as a rule. It is opened anew where the system allows, so that it can be written to without waiting and without that being so for the shell too, which shares the descriptor.
*/
export function openTerminalOutput(fd: number): TerminalOutput {
	const own = openAnew(fd);
	let rest: Buffer | undefined;
	let isWriting = false;
	let isTaken = true;
	const watch = new StallWatch();
	/** What does not wait is written at once: what a thread has to write yet can't be taken back when the terminal is left. */
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
				return; // it would wait behind that write
			}
			isTaken = writeWithin(own ?? fd, Buffer.from(wasCut ? `\x18${text}` : text), deadlineMs); // CAN ends a sequence that was cut
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
			// another user's terminal, or none: the next way
		}
	}
	return undefined;
}

/** @returns Whether all of it was written. */
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
