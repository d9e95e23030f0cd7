import {Buffer} from 'node:buffer';
import {write} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {promisify} from 'node:util';
import {OutputError} from '../errors.ts';
import {codeOf, whyUnwritten} from '../shared/system-error.ts';

const writeInThread = promisify(write);
const stdout = 1;
let stream: NodeJS.WriteStream | undefined;

/** The reader of stdout is gone. That isn't an error. */
export class ReaderGoneError extends Error {
	override readonly name = 'ReaderGoneError';
}

/**
Writes to stdout. Resolves when everything is written, so it waits for a slow reader.

@throws OutputError if it can't be written, ReaderGoneError.
*/
export async function print(content: string | Uint8Array): Promise<void> {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	try {
		await writeAll(bytes);
	} catch (error) {
		const code = codeOf(error);
		if (code === undefined) {
			throw error;
		}
		const isGone = code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && isatty(stdout));
		throw isGone ? new ReaderGoneError() : new OutputError(`stdout: ${whyUnwritten(code)}`, {cause: error});
	}
}

/**
Writes in a thread that may block. Node's own stream would make the pipe non-blocking for every process that shares it,
even after we are killed; it is also the slowest module to load, and it takes a partial write to a full disk for a
complete one.
*/
async function writeAll(bytes: Uint8Array): Promise<void> {
	for (let done = 0; done < bytes.length; ) {
		try {
			const {bytesWritten} = await writeInThread(stdout, bytes, done, bytes.length - done, null);
			done += bytesWritten;
		} catch (error) {
			if (codeOf(error) !== 'EAGAIN') {
				throw error;
			}
			await writeToStream(bytes.subarray(done)); // someone else has already made the pipe non-blocking
			return;
		}
	}
}

function writeToStream(bytes: Uint8Array): Promise<void> {
	stream ??= process.stdout.on('error', () => undefined); // the write's callback reports it
	return new Promise((resolve, reject) => {
		stream?.write(bytes, error => (error ? reject(error) : resolve()));
	});
}
