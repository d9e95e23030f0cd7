import {Buffer} from 'node:buffer';
import {fstatSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {SourceError} from '../errors.ts';
import {upToFailure} from './file/part-problems.ts';
import {type FileReading, readFile} from './file/read-file.ts';
import {isCode, sourceFailure} from './source-failure.ts';

/**
Reads the log on stdin as it arrives. The caller owns each chunk, and the writer is held up while a chunk is processed.
If stdin is redirected from a file, it is read as a file.
*/
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
		// Node's stream would report it as empty
		throw new SourceError('stdin: is a directory (redirect from a file in it)');
	}
	try {
		for await (const chunk of process.stdin) {
			yield chunk instanceof Buffer ? chunk : Buffer.from(String(chunk));
		}
	} catch (error) {
		// the socket or terminal behind it is gone; treat it as the end
		const isGone = isCode(error, 'ECONNRESET') || (isCode(error, 'EIO') && isatty(0));
		if (isCode(error, 'EBADF')) {
			throw new SourceError('stdin: is not open for reading (redirect it with <)', {cause: error});
		}
		if (!isGone) {
			throw sourceFailure('stdin', error);
		}
	}
}

/** Whether stdin can be read only once; not if it is redirected from a file. */
export function isStdinReadOnce(): boolean {
	const stat = fstatSync(0);
	return !stat.isFile() || stat.size === 0;
}
