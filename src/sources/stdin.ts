import {Buffer} from 'node:buffer';
import {fstatSync} from 'node:fs';
import process from 'node:process';
import {type FileReading, readFile} from './file/read-file.ts';
import {isCode} from './source-failure.ts';

/** The log on stdin, as it comes, each chunk the caller's own: the writer waits while a chunk is worked on. A file that stdin was redirected from is read as a file. */
export async function* readStdin(reading: FileReading = {}): AsyncGenerator<Buffer> {
	if (!isStdinReadOnce()) {
		for await (const chunk of readFile({type: 'plain', path: 'stdin', fd: 0, sizeBytes: fstatSync(0).size}, reading)) {
			yield Buffer.from(chunk);
		}
		return;
	}
	try {
		for await (const chunk of process.stdin) {
			yield chunk instanceof Buffer ? chunk : Buffer.from(String(chunk));
		}
	} catch (error) {
		// The terminal or the socket behind it is gone: that is its end.
		if (!isCode(error, 'EIO', 'ECONNRESET')) {
			throw error;
		}
	}
}

/** Whether what has been read of it is gone: not of a file that it was redirected from. */
export function isStdinReadOnce(): boolean {
	const stat = fstatSync(0);
	return !stat.isFile() || stat.size === 0;
}
