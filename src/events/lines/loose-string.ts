const letters: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0', v: '\v', a: '\u0007'};
const jsonLetters = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u']);

/**
Reads a quoted text as JSON has it, or as Python and nginx write it: in single quotes, with `\x22`, with control
characters.

@param from - Of the opening quote.
@param mended - Gets what is not JSON.
@returns No value where the text ends before the closing quote.
*/
export function readLooseString(
	text: string,
	from: number,
	mended: Set<string>,
): {readonly value: string | undefined; readonly end: number} {
	const closing = text.charCodeAt(from);
	if (closing === singleQuote) {
		mended.add('single quotes');
	}
	let parts = '';
	let start = from + 1;
	for (let at = start; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === closing) {
			return {value: parts + text.slice(start, at), end: at + 1};
		}
		if (code === backslash) {
			const {value, length} = readEscape(text, at, mended);
			parts += text.slice(start, at) + value;
			at += length - 1;
			start = at + 1;
		} else if (code < 0x20) {
			mended.add('a control character in a text');
		}
	}
	return {value: undefined, end: text.length};
}

/** @param at - Of the backslash. */
function readEscape(text: string, at: number, mended: Set<string>): {readonly value: string; readonly length: number} {
	const letter = text[at + 1] ?? '';
	const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : letter === 'U' ? 8 : 0;
	const hex = text.slice(at + 2, at + 2 + digits);
	if (!jsonLetters.has(letter)) {
		mended.add(`\\${letter}`);
	}
	if (digits > 0 && hex.length === digits && /^[\da-fA-F]+$/.test(hex) && Number.parseInt(hex, 16) <= 0x10_ffff) {
		const code = Number.parseInt(hex, 16);
		return {value: digits === 8 ? String.fromCodePoint(code) : String.fromCharCode(code), length: 2 + digits};
	}
	return {value: digits > 0 ? `\\${letter}` : (letters[letter] ?? letter), length: 2};
}

const backslash = 0x5c;
const singleQuote = 0x27;
