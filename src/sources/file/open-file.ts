import {Buffer} from 'node:buffer';
import {closeSync, constants, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {fileNamed} from '../../files/file-names.ts';
import {isCode, sourceFailure} from '../source-failure.ts';

/**
A file that is about to be read.

- `plain`: its bytes can be read again at any offset.
- `gzip`, `zstd`: told by the first bytes, whatever the name; a rotated `app.log.1` may be compressed.
- `once`: a FIFO, a terminal, `/proc`, `/dev/stdin`: what has been read is gone. It is not open yet, for that could block.
*/
export type OpenedFile =
	| {readonly type: 'plain' | 'gzip' | 'zstd'; readonly path: string; readonly fd: number; readonly sizeBytes: number}
	| {readonly type: 'once'; readonly path: string};

/** @throws SourceError when it is missing, a directory or not readable. */
export function openFile(path: string): OpenedFile {
	let fd: number | undefined;
	try {
		if (!statSync(fileNamed(path)).isFile()) {
			return openOther(path);
		}
		fd = openSync(fileNamed(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY); // by now a FIFO may stand there
		const stat = fstatSync(fd);
		const type = !stat.isFile() ? undefined : stat.size === 0 ? compressionNamed(path) : contentAt(fd, 0);
		if (type === undefined) {
			// Files of /proc say so and are not empty.
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

/** Whether what has been read of it is gone. @throws SourceError */
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

/** What the bytes at an offset begin: a member of a compressed file, or neither. A zstd file may begin with a frame that is to be skipped; pzstd writes one. */
export function contentAt(fd: number, offset: number): 'plain' | 'gzip' | 'zstd' {
	const head = Buffer.alloc(4);
	readSync(fd, head, 0, 4, offset);
	const number = head.readUInt32LE();
	if ((number & 0xffff) === 0x8b1f) {
		return 'gzip';
	}
	return number === 0xfd2fb528 || number >>> 4 === 0x184d2a5 ? 'zstd' : 'plain';
}

/** A file that should be compressed is not empty, unless it is cut off. */
function compressionNamed(path: string): 'gzip' | 'zstd' | undefined {
	return path.endsWith('.gz') ? 'gzip' : path.endsWith('.zst') ? 'zstd' : undefined;
}
