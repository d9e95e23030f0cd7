import {Buffer} from 'node:buffer';
import {fstatSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {SourceError} from '../errors.ts';
import {upToFailure} from './file/part-problems.ts';
import {type FileReading, readFile} from './file/read-file.ts';
import {isCode, sourceFailure} from './source-failure.ts';

/** The log on stdin, as it comes, each chunk the caller's own: the writer waits while a chunk is worked on. A file that stdin was redirected from is read as a file. */
export async function* readStdin(reading: FileReading = {}): AsyncGenerator<Buffer> {
	if (!isStdinReadOnce()) {
		for await (const chunk of readFile({type: 'plain', path: 'stdin', fd: 0, sizeBytes: fstatSync(0).size}, reading)) {
			yield Buffer.from(chunk);
		}
		return;
	}
	yield* upToFailure(stream(), reading.onProblem);
}

async function* stream(): AsyncGenerator<Buffer> {
	if (fstatSync(0).isDirectory()) {
		throw new SourceError('stdin: is a directory (redirect from a file in it)'); // Node's stream says that it is empty
	}
	try {
		for await (const chunk of process.stdin) {
			yield chunk instanceof Buffer ? chunk : Buffer.from(String(chunk));
		}
	} catch (error) {
		const isGone = isCode(error, 'ECONNRESET') || (isCode(error, 'EIO') && isatty(0)); // the socket or the terminal behind it: that is its end
		if (isCode(error, 'EBADF')) {
			throw new SourceError('stdin: is not open for reading (redirect it with <)', {cause: error});
		}
		if (!isGone) {
			throw sourceFailure('stdin', error);
		}
	}
}

/** Whether what has been read of it is gone: not of a file that it was redirected from. */
export function isStdinReadOnce(): boolean {
	const stat = fstatSync(0);
	return !stat.isFile() || stat.size === 0;
}
