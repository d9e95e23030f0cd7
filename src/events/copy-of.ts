import {Buffer} from 'node:buffer';

/**
Copies a text into its own memory: a slice keeps the whole text it came from alive, possibly a whole chunk of the log.
UTF-8 yields one-byte strings where possible, but can't hold lone surrogates.
*/
export function copyOf(text: string): string {
	const encoding = text.isWellFormed() ? 'utf8' : 'utf16le';
	return Buffer.from(text, encoding).toString(encoding);
}
