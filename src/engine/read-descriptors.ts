import {Socket} from 'node:net';
import type {StreamDescriptors, StreamPiece} from './protocol.ts';

/**
Reads pipes by their descriptors, in the thread that calls: whatever the main thread is busy with, the writer is not held up.

@param take - Resolves when there is room for more.
@returns When both have ended, or were aborted: then all that was read from them has been taken, so that another process can read on.
*/
export async function readDescriptors(
	{stdout, stderr}: StreamDescriptors,
	signal: AbortSignal,
	take: (piece: StreamPiece) => Promise<void>,
): Promise<void> {
	const readAll = async (stream: StreamPiece['stream'], fd: number | undefined) => {
		if (fd === undefined) {
			return;
		}
		const socket = new Socket({fd, readable: true, writable: false});
		const readAhead: Uint8Array[] = [];
		signal.addEventListener('abort', () => {
			for (let bytes = socket.read(); bytes !== null; bytes = socket.read()) {
				readAhead.push(bytes);
			}
			socket.destroy();
		});
		const takeNow = (bytes: Uint8Array) =>
			take({stream, bytes: new Uint8Array(bytes), arrivedMs: performance.timeOrigin + performance.now()});
		try {
			for await (const bytes of socket) {
				await takeNow(bytes);
			}
		} catch (error) {
			// The other end may be a terminal or a socket that is gone: that is its end.
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			if (!signal.aborted && code !== 'EIO' && code !== 'ECONNRESET') {
				throw error;
			}
		}
		for (const bytes of readAhead) {
			await takeNow(bytes);
		}
	};
	await Promise.all([readAll('stdout', stdout), readAll('stderr', stderr)]);
}
