import {Buffer} from 'node:buffer';
import {closeSync, constants, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {fileNamed} from '../../files/file-names.ts';
import {isCode, sourceFailure} from '../source-failure.ts';

/**
A file ready to be read.

- `plain`: its bytes can be read again at any offset.
- `gzip`, `zstd`: recognized by the first bytes, not by the name; a rotated `app.log.1` may be compressed.
- `once`: a FIFO, a terminal, `/proc` or `/dev/stdin`, which can be read only once. Not open yet, as that could block.
*/
export type OpenedFile =
	| {readonly type: 'plain' | 'gzip' | 'zstd'; readonly path: string; readonly fd: number; readonly sizeBytes: number}
	| {readonly type: 'once'; readonly path: string};

/** @throws SourceError if it is missing, a directory or not readable. */
export function openFile(path: string): OpenedFile {
	let fd: number | undefined;
	try {
		if (!statSync(fileNamed(path)).isFile()) {
			return openOther(path);
		}
		// it may be a FIFO by now
		fd = openSync(fileNamed(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		const stat = fstatSync(fd);
		const type = !stat.isFile() ? undefined : stat.size === 0 ? compressionNamed(path) : contentAt(fd, 0);
		if (type === undefined) {
			// Files in /proc claim to be empty but aren't.
			closeSync(fd);
			return {type: 'once', path};
		}
		return {type, path, fd, sizeBytes: stat.size};
	} catch (error) {
		if (fd !== undefined) {
			closeSync(fd);
		}
		throw sourceFailure(path, error);
	}
}

/** Whether the file can be read only once. @throws SourceError */
export function isReadOnce(path: string): boolean {
	const file = openFile(path);
	closeFile(file);
	return file.type === 'once';
}

export function closeFile(file: OpenedFile): void {
	if (file.type !== 'once') {
		try {
			closeSync(file.fd);
		} catch (error) {
			if (!isCode(error, 'EBADF')) {
				throw error;
			}
		}
	}
}

function openOther(path: string): OpenedFile {
	if (statSync(fileNamed(path)).isDirectory()) {
		throw Object.assign(new Error(path), {code: 'EISDIR'});
	}
	return {type: 'once', path};
}

/**
Whether a compressed member starts at an offset, and of which kind. A zstd file may start with a skippable frame, as
pzstd writes.
*/
export function contentAt(fd: number, offset: number): 'plain' | 'gzip' | 'zstd' {
	const head = Buffer.alloc(4);
	readSync(fd, head, 0, 4, offset);
	const number = head.readUInt32LE();
	if ((number & 0xffff) === 0x8b1f) {
		return 'gzip';
	}
	return number === 0xfd2fb528 || number >>> 4 === 0x184d2a5 ? 'zstd' : 'plain';
}

/** An empty file with the name of a compressed one is cut off, so it counts as compressed. */
function compressionNamed(path: string): 'gzip' | 'zstd' | undefined {
	return path.endsWith('.gz') ? 'gzip' : path.endsWith('.zst') ? 'zstd' : undefined;
}
