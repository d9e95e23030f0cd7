import {isNarrow} from './narrow.ts';

// Characters that a terminal obeys or that are invisible. Fillers, joiners, bidi controls and tags are all
// `Default_Ignorable_Code_Point`.
const unsafe = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2028\u2029\uFFF9-\uFFFB\u{13430}-\u{1343F}]/gu;
const markFlood = /(\p{M}{8})(\p{M}+)/gu;
const joinable = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;

/**
The only way for foreign text to the screen: makes everything visible that a terminal could obey, and removes nothing.

ESC and the other C0 controls become ␛ ␀ ␍, tab and newline ⇥ ⏎, C1 controls and non-UTF-8 bytes of names `\x9d`, bidi
and invisible characters `<U+202E>`. Letters of every script and joined emoji stay. More than eight combining marks on a
letter are spelled out, because a flood of them would cover the rows above.

@param ascii - Spells out everything that isn't ASCII, for a terminal without Unicode.
*/
export function sanitize(text: string, ascii = false): string {
	if (isNarrow(text)) {
		return ascii ? toAscii(text) : text; // nothing unsafe; compiling the pattern takes V8 8 ms
	}

	const visible = text.replace(unsafe, (character, offset: number) =>
		isKept(character, text, offset) ? character : visibleForm(character),
	);
	if (ascii) {
		return toAscii(visible);
	}

	const unflooded = visible.replace(markFlood, (_, first: string, rest: string) => first + Array.from(rest, codePointForm).join(''));
	// A mark (or the middle of a Hangul syllable) at the start would change the character before this text on the
	// screen.
	return /^[\p{M}\u1161-\u11FF\uD7B0-\uD7FB]/u.test(unflooded) ? `\u25CC${unflooded}` : unflooded;
}

/** Sanitizes each line of a text separately, without the CR of a CRLF. */
export function visibleLines(text: string): string {
	return text.replaceAll('\r\n', '\n').replace(/[^\n]+/g, line => sanitize(line));
}

function isKept(character: string, text: string, offset: number): boolean {
	const previous = characterBefore(text, offset);
	switch (character) {
		case '\uFE0E':
		case '\uFE0F':
			return /[^\s\p{Cc}]/u.test(previous);
		case '\u200C':
		case '\u200D':
			return /[^\x00-\x7F]/.test(previous) && joinable.test(previous) && joinable.test(characterAt(text, offset + 1));
		default:
			return false;
	}
}

function characterBefore(text: string, offset: number): string {
	const isPair = offset >= 2 && /[\uDC00-\uDFFF]/.test(text[offset - 1] ?? '');
	return text.slice(offset - (isPair ? 2 : 1), offset);
}

function characterAt(text: string, offset: number): string {
	const code = text.codePointAt(offset);
	return code === undefined ? '' : String.fromCodePoint(code);
}

function visibleForm(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (character === '\t') {
		return '⇥';
	}

	if (character === '\n') {
		return '⏎';
	}

	if (code < 0x20) {
		return String.fromCharCode(0x24_00 + code);
	}

	if (code === 0x7f) {
		return '␡';
	}

	if (code >= 0xdc80 && code <= 0xdcff) {
		return `\\x${(code - 0xdc00).toString(16)}`; // a byte of a file name that isn't UTF-8
	}

	return code < 0xa0 ? `\\x${code.toString(16)}` : codePointForm(character);
}

function codePointForm(character: string): string {
	return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

const asciiForms = new Map([
	['⇥', '\\t'],
	['⏎', '\\n'],
	['␡', '^?'],
	['→', '->'],
	['←', '<-'],
	['·', '-'],
	['•', '*'],
	['…', '...'],
	['–', '-'],
	['—', '-'],
	['×', 'x'],
	['λ', 'lambda'],
	['µ', 'u'],
	['“', '"'],
	['”', '"'],
	['‘', "'"],
	['’', "'"],
	['\u00A0', ' '],
]);

/** The same in ASCII: common characters as their lookalikes, controls as `^[`, the rest as `<U+00E9>`. */
export function toAscii(text: string): string {
	return text.replace(/[^\x20-\x7E]/gu, character => {
		const code = character.codePointAt(0) ?? 0;
		if (code >= 0x24_00 && code < 0x24_20) {
			return `^${String.fromCharCode(code - 0x24_00 + 0x40)}`;
		}

		return asciiForms.get(character) ?? codePointForm(character);
	});
}
