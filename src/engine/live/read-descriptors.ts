import {Buffer} from 'node:buffer';
import {Socket} from 'node:net';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {StreamDescriptors, StreamPiece} from '../protocol.ts';

const pipeBytes = 64 * 1024; // no more is in a pipe at once

/**
Reads pipes by their descriptors, in the thread that calls: whatever the main thread is busy with, the writer is not held up. Into the same memory again and again:
a stream that is fast would leave behind more of its own than is collected meanwhile. Nothing is read ahead, so that another process can read on.

@param take - Has no use for the bytes any more when it returns. `undefined` where there is room for more; else what it returns resolves when there is.
@returns When both have ended, or were aborted: then all that was read from them has been taken.
*/
export async function readDescriptors(
	{stdout, stderr}: StreamDescriptors,
	signal: AbortSignal,
	take: (piece: StreamPiece) => Promise<void> | undefined,
): Promise<void> {
	const read = (stream: StreamPiece['stream'], fd: number | undefined) =>
		fd === undefined
			? undefined
			: readAll(fd, signal, bytes => take({stream, bytes, arrivedMs: performance.timeOrigin + performance.now()}));
	await Promise.all([read('stdout', stdout), read('stderr', stderr)]);
}

function readAll(fd: number, signal: AbortSignal, take: (bytes: Uint8Array<ArrayBuffer>) => Promise<void> | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (error: unknown) => {
			reject(error);
			socket.destroy();
		};
		/** @returns Whether more may come at once. */
		const callback = (length: number, buffer: Uint8Array<ArrayBuffer>): boolean => {
			try {
				const room = take(buffer.subarray(0, length)) ?? (length < pipeBytes ? undefined : nextTurn()); // one read upon the other would leave no time for anything else
				room?.then(() => socket.resume(), fail);
				return room === undefined;
			} catch (error) {
				fail(error);
				return false;
			}
		};
		const socket = new Socket({fd, readable: true, writable: false, onread: {buffer: Buffer.alloc(pipeBytes), callback}});
		socket.on('error', error => {
			// The other end may be a terminal or a socket that is gone: that is its end.
			const isEnd = 'code' in error && (error.code === 'EIO' || error.code === 'ECONNRESET');
			if (!isEnd) {
				reject(error);
			}
		});
		socket.on('close', () => resolve());
		signal.addEventListener('abort', () => socket.destroy());
		socket.resume();
	});
}
