import {Buffer} from 'node:buffer';

/**
A text in memory of its own: a slice holds all of the text that it is of, which may be a whole chunk of the log. In UTF-8, which gives a byte a character back where
it can; half a surrogate pair has none.
*/
export function copyOf(text: string): string {
	const encoding = text.isWellFormed() ? 'utf8' : 'utf16le';
	return Buffer.from(text, encoding).toString(encoding);
}
