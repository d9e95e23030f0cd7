import process from 'node:process';

/** A short text that stands for a long one: no other text has the same. */
export function digestOf(text: string): string {
	const {createHash} = process.getBuiltinModule('node:crypto'); // takes milliseconds to load, and few logs need it
	return createHash('sha256').update(text, 'utf16le').digest('base64');
}
