import {Buffer, isUtf8} from 'node:buffer';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

// A name of a file is bytes. Those that are no UTF-8 stand in a text as halves of surrogate pairs, U+DC80 to U+DCFF, as Python has it (PEP 383): no other text has them.
const firstEscape = 0xdc00;
const escapedByte = /([\uDC80-\uDCFF])/u;
const replacement = '\uFFFD';

/** A path as the file system is to be asked for it. */
export function fileNamed(path: string): string | Buffer {
	if (!escapedByte.test(path)) {
		return path;
	}
	const pieces = path.split(escapedByte); // every other one is an escaped byte
	return Buffer.concat(pieces.map((piece, index) => (index % 2 === 0 ? Buffer.from(piece) : Buffer.of(piece.charCodeAt(0) - firstEscape))));
}

/** A name as a text, all of its bytes in it. */
export function nameOf(bytes: Buffer): string {
	if (isUtf8(bytes)) {
		return bytes.toString();
	}
	let name = '';
	for (let at = 0; at < bytes.length; ) {
		const length = [1, 2, 3, 4].find(count => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
		name += length === undefined ? String.fromCharCode(firstEscape + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
		at += length ?? 1;
	}
	return name;
}

/** A path for a text that only Unicode may stand in, JSON or a column of SQL: its other bytes are spelled out. */
export function shownName(path: string): string {
	return path.replaceAll(/[\uDC80-\uDCFF]/gu, byte => `\\x${(byte.charCodeAt(0) - firstEscape).toString(16)}`);
}

/**
The files that Node shows under a path, in argv and in what a glob finds: of bytes that are no UTF-8 it makes U+FFFD.

@returns The path itself where no file is shown so.
*/
export function filesShownAs(path: string): readonly string[] {
	if (!path.includes(replacement)) {
		return [path];
	}
	let found: readonly string[] = [path.startsWith('/') ? '/' : ''];
	for (const part of path.split('/').filter(name => name !== '')) {
		found = found.flatMap(folder => (part.includes(replacement) ? namesShownAs(folder, part) : [part]).map(name => join(folder, name)));
	}
	return found.length === 0 ? [path] : found;
}

/** Whether there is a file that is shown under a path. */
export function isFileShownAs(path: string): boolean {
	return filesShownAs(path).some(file => existsSync(fileNamed(file)));
}

function namesShownAs(folder: string, shown: string): readonly string[] {
	try {
		return readdirSync(fileNamed(folder || '.'), {encoding: 'buffer'})
			.filter(name => name.toString() === shown)
			.map(nameOf);
	} catch {
		return [];
	}
}
