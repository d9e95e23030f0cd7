import {Buffer} from 'node:buffer';
import {Socket} from 'node:net';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {StreamDescriptors, StreamPiece} from '../protocol.ts';

const pipeBytes = 64 * 1024; // a pipe's usual capacity

/**
Reads pipes by descriptor in the calling thread, so that a busy main thread never blocks the writer. Every read uses
the same buffer, because a fast stream would allocate faster than garbage is collected. Nothing is read ahead, so
another process can continue reading.

@param take - Must be done with the bytes when it returns. Returns `undefined` if there is room for more, or a promise
that resolves when there is.
@returns Resolves when both pipes have ended or were aborted; by then all that was read has been taken.
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
		/** @returns Whether to continue reading immediately. */
		const callback = (length: number, buffer: Uint8Array<ArrayBuffer>): boolean => {
			try {
				// back-to-back reads would leave no time for anything else
				const room = take(buffer.subarray(0, length)) ?? (length < pipeBytes ? undefined : nextTurn());
				room?.then(() => socket.resume(), fail);
				return room === undefined;
			} catch (error) {
				fail(error);
				return false;
			}
		};
		const socket = new Socket({fd, readable: true, writable: false, onread: {buffer: Buffer.alloc(pipeBytes), callback}});
		socket.on('error', error => {
			// The other end may be a terminal or a socket that is gone; treat it as the end.
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
