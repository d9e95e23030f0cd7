import {Buffer, isUtf8} from 'node:buffer';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

// A file name is bytes. Bytes that aren't UTF-8 become lone surrogates U+DC80 to U+DCFF in a string, as in Python
// (PEP 383); they occur in no other text.
const firstEscape = 0xdc00;
const escapedByte = /([\uDC80-\uDCFF])/u;
const replacement = '\uFFFD';

/** The path in the form to pass to the file system. */
export function fileNamed(path: string): string | Buffer {
	if (!escapedByte.test(path)) {
		return path;
	}
	const pieces = path.split(escapedByte); // every second one is an escaped byte
	return Buffer.concat(pieces.map((piece, index) => (index % 2 === 0 ? Buffer.from(piece) : Buffer.of(piece.charCodeAt(0) - firstEscape))));
}

/** A name as a string, without losing any of its bytes. */
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

/** A path for text that must be valid Unicode, such as JSON or an SQL column: other bytes are written as `\xNN`. */
export function shownName(path: string): string {
	return path.replaceAll(/[\uDC80-\uDCFF]/gu, byte => `\\x${(byte.charCodeAt(0) - firstEscape).toString(16)}`);
}

/**
The files that Node displays as this path, in argv or as a glob match: it turns bytes that aren't UTF-8 into U+FFFD.

@returns The path itself if there is no such file.
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

/** Whether any file is displayed as this path. */
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
