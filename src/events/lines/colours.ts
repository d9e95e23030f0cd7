const escapeCharacter = '\u001b';
const sequence = /\u001b\[[\d;:]{0,32}m/g;

/** A text without the escape sequences that colour it. */
export function withoutColours(text: string): string {
	return text.includes(escapeCharacter) ? text.replaceAll(sequence, '') : text;
}
