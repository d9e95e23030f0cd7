import type {Buffer} from 'node:buffer';
import {escapedSpelling, numberSpelling} from '../../wasm/layout.ts';

/**
A text of a line as JSON.parse would return it, from the bytes between its quotes. For a number, its canonical spelling.
*/
export function textOfBytes(bytes: Buffer, from: number, to: number, spelling: number): string {
	const text = bytes.toString('utf8', from, to);
	switch (spelling) {
		case escapedSpelling: {
			const value: unknown = JSON.parse(`"${text}"`);
			return typeof value === 'string' ? value : text;
		}
		case numberSpelling:
			return String(Number(text));
		default:
			return text;
	}
}
