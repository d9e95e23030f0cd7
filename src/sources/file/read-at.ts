import type {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';
import {sourceFailure} from '../source-failure.ts';

/** @returns The number of bytes read; 0 at the end. @throws SourceError that names the file. */
export function readAt(fd: number, buffer: Buffer, position: number, path: string): number {
	try {
		return readSync(fd, buffer, 0, buffer.length, position);
	} catch (error) {
		throw sourceFailure(path, error);
	}
}
