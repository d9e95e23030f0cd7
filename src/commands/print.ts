import {Buffer} from 'node:buffer';
import {fstatSync, write} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {promisify} from 'node:util';
import {OutputError} from '../errors.ts';
import {codeOf, whyUnwritten} from '../shared/system-error.ts';

const writeAsync = promisify(write);
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
		await (isStream() ? writeToStream(bytes) : writeToFile(bytes));
	} catch (error) {
		const code = codeOf(error);
		if (code === undefined) {
			throw error;
		}
		const isGone = code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && isatty(stdout));
		throw isGone ? new ReaderGoneError() : new OutputError(`stdout: ${whyUnwritten(code)}`, {cause: error});
	}
}

function isStream(): boolean {
	const stat = fstatSync(stdout);
	return stat.isFIFO() || stat.isSocket() || isatty(stdout);
}

function writeToStream(bytes: Uint8Array): Promise<void> {
	stream ??= process.stdout.on('error', () => undefined); // the write itself says it
	return new Promise((resolve, reject) => {
		stream?.write(bytes, error => (error ? reject(error) : resolve()));
	});
}

/** Node's own stream takes a part that was written, as of a disk that is full by then, for the whole. */
async function writeToFile(bytes: Uint8Array): Promise<void> {
	for (let done = 0; done < bytes.length; ) {
		const {bytesWritten} = await writeAsync(stdout, bytes, done, bytes.length - done, null);
		done += bytesWritten;
	}
}
