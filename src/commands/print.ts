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

/** Whoever read stdout has gone: there is nothing more to say, and that is no fault. */
export class ReaderGoneError extends Error {
	override readonly name = 'ReaderGoneError';
}

/**
Writes to stdout. Resolves when all of it is out, so that a slow reader is waited for.

@throws OutputError where it can't be written, ReaderGoneError.
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
By a thread that may wait. Node's own stream would have nobody wait at a pipe, neither who shares it with us nor, if we are killed, who comes after us; it takes longest of all to
load; and of a disk that is full by then it takes the part that was written for the whole.
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
			await writeToStream(bytes.subarray(done)); // whoever shares it has already made it so that nobody waits
			return;
		}
	}
}

function writeToStream(bytes: Uint8Array): Promise<void> {
	stream ??= process.stdout.on('error', () => undefined); // the write itself says it
	return new Promise((resolve, reject) => {
		stream?.write(bytes, error => (error ? reject(error) : resolve()));
	});
}
