import {Buffer} from 'node:buffer';
import {createReadStream} from 'node:fs';
import {fileNamed} from '../../files/file-names.ts';
import {sourceFailure} from '../source-failure.ts';
import {type CompressedFile, decompress} from './decompress.ts';
import {closeFile, contentAt, type OpenedFile, openFile} from './open-file.ts';
import {upToFailure, upToSize} from './part-problems.ts';
import {readAt} from './read-at.ts';

const chunkBytes = 1024 * 1024;
const firstBytes = 32 * 1024; // a small first read puts something on the screen sooner
const compressedChunkBytes = 32 * 1024;

export type FileReading = {
	/**
	Called with one line for the user if the file is cut off, damaged or got shorter. What comes before the problem was
	passed on.
	*/
	readonly onProblem?: (problem: string) => void;
	/** Called with the number of bytes read from the file so far, before any decompression. */
	readonly onProgress?: (bytesRead: number) => void;
};

/**
Reads a whole file, to the end it has by then; .gz and .zst are decompressed.

@param file - An opened file stays open; a path is opened and closed here.
@yields A chunk whose memory is reused for the next one; copy what must be kept.
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

function readOpened(opened: OpenedFile, reading: FileReading): AsyncGenerator<Buffer> {
	return upToFailure(chunksOf(opened, reading), reading.onProblem);
}

function chunksOf(opened: OpenedFile, reading: FileReading): AsyncIterable<Buffer> {
	switch (opened.type) {
		case 'plain':
			return readPlain(opened, reading);
		case 'gzip':
		case 'zstd':
			return readCompressed(opened, reading);
		case 'once':
			return readOnce(opened.path, reading);
	}
}

type Stored = Exclude<OpenedFile, {readonly type: 'once'}>;

async function* readPlain(opened: Stored, {onProblem, onProgress}: FileReading): AsyncGenerator<Buffer> {
	let bytesRead = 0;
	for await (const chunk of upToSize(bytesOf(opened, chunkBytes, 0), opened, onProblem)) {
		bytesRead += chunk.length;
		onProgress?.(bytesRead);
		yield chunk;
	}
}

async function* readCompressed(opened: Stored, {onProblem, onProgress}: FileReading): AsyncGenerator<Buffer> {
	const {path, fd, type, sizeBytes} = opened;
	const {createGunzip, createZstdDecompress} = await import('node:zlib');
	let furthest = 0;
	const compressed: CompressedFile = {
		sizeBytes,
		*chunks(from) {
			let position = from;
			for (const chunk of bytesOf(opened, compressedChunkBytes, from)) {
				position += chunk.length;
				furthest = Math.max(furthest, position);
				onProgress?.(furthest);
				yield chunk;
			}
		},
		newInflater: () => (type === 'gzip' ? createGunzip({chunkSize: chunkBytes}) : createZstdDecompress({chunkSize: chunkBytes})),
		isMemberAt: offset => contentAt(fd, offset) === type,
	};
	yield* decompress(compressed, problem => onProblem?.(`${path}: ${problem}`));
}

/** The bytes of a file from an offset to the end it has by then. */
function* bytesOf({fd, path}: Stored, byteLength: number, from: number): Generator<Buffer> {
	const buffer = Buffer.allocUnsafeSlow(byteLength);
	let position = from;
	for (;;) {
		const count = readAt(fd, position === 0 ? buffer.subarray(0, firstBytes) : buffer, position, path);
		if (count === 0) {
			return;
		}
		position += count;
		yield buffer.subarray(0, count);
	}
}

/** Uses the thread pool, because opening or reading a FIFO may block until it has a writer. */
async function* readOnce(path: string, {onProgress}: FileReading): AsyncGenerator<Buffer> {
	let bytesRead = 0;
	try {
		for await (const chunk of createReadStream(fileNamed(path), {highWaterMark: chunkBytes})) {
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
