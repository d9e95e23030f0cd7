import {Buffer} from 'node:buffer';
import {createReadStream} from 'node:fs';
import {decompress} from './decompress.ts';
import {closeFile, type OpenedFile, openFile} from './open-file.ts';
import {readAt} from './read-at.ts';
import {sourceFailure} from './source-failure.ts';

const chunkBytes = 1024 * 1024;
const firstBytes = 32 * 1024; // soon there, soon on the screen
const compressedChunkBytes = 32 * 1024;

export type FileReading = {
	/** One line for the user: the file is cut off or damaged. */
	readonly onNotice?: (notice: string) => void;
	/** Called as bytes are taken from the file itself, before any decompression. */
	readonly onProgress?: (bytesRead: number) => void;
};

/**
A whole file, from its start to its end as it is then; .gz and .zst are decompressed.

@param file - An opened file stays open; a path is opened here.
@yields A chunk whose memory is used again for the next one: what is to be kept must be copied.
@throws SourceError
*/
export async function* readFile(file: string | OpenedFile, reading: FileReading = {}): AsyncGenerator<Buffer> {
	if (typeof file !== 'string') {
		yield* readOpened(file, reading);
		return;
	}
	const opened = openFile(file);
	try {
		yield* readOpened(opened, reading);
	} finally {
		closeFile(opened);
	}
}

async function* readOpened(opened: OpenedFile, reading: FileReading): AsyncGenerator<Buffer> {
	switch (opened.type) {
		case 'plain':
			yield* chunksOf(opened.fd, chunkBytes, opened.path, reading);
			return;
		case 'gzip':
		case 'zstd': {
			const {createGunzip, createZstdDecompress} = await import('node:zlib');
			const inflater = opened.type === 'gzip' ? createGunzip({chunkSize: chunkBytes}) : createZstdDecompress({chunkSize: chunkBytes});
			yield* decompress(chunksOf(opened.fd, compressedChunkBytes, opened.path, reading), inflater, problem =>
				reading.onNotice?.(`${opened.path}: ${problem}`),
			);
			return;
		}
		case 'once':
			yield* readOnce(opened.path, reading);
	}
}

function* chunksOf(fd: number, byteLength: number, path: string, {onProgress}: FileReading): Generator<Buffer> {
	const buffer = Buffer.allocUnsafeSlow(byteLength);
	let position = 0;
	for (;;) {
		const count = readAt(fd, position === 0 ? buffer.subarray(0, firstBytes) : buffer, position, path);
		if (count === 0) {
			return;
		}
		position += count;
		onProgress?.(position);
		yield buffer.subarray(0, count);
	}
}

/** Through the thread pool: to open or read a FIFO may wait for its writer. */
async function* readOnce(path: string, {onProgress}: FileReading): AsyncGenerator<Buffer> {
	let bytesRead = 0;
	try {
		for await (const chunk of createReadStream(path, {highWaterMark: chunkBytes})) {
			if (chunk instanceof Buffer) {
				bytesRead += chunk.length;
				onProgress?.(bytesRead);
				yield chunk;
			}
		}
	} catch (error) {
		throw sourceFailure(path, error);
	}
}
