import type {Buffer} from 'node:buffer';

/** What obs-top may write besides text. */
export type OwnSequences = {
	/** How many copies the user made; each one is an OSC 52. */
	readonly copies?: number;
	/** `--mouse`. */
	readonly hasMouse?: boolean;
};

// Modes at both ends, synchronised updates, cursor moves, erasing, scrolling and looks, which are all the screen uses;
// and the status query to the terminal.
const own = /\x1B\[(?:5n|\?(?:1049|25|7|2004|2026)[hl]|(?:\d{1,4}(?:;\d{1,4})?)?H|\d{0,4}[CG]|K|2J|(?:\d{1,4};\d{1,4})?r|\d{1,4}[ST])/y;
const mouse = /\x1B\[\?(?:1000|1002|1003|1006)[hl]/y;
const copy = /\x1B\]52;c;[A-Za-z0-9+/]+={0,2}\x07/y;
const look = /\x1B\[([\d;]*)m/y;
const enter = '\x1B[?1049h';
const leave = '\x1B[?1049l';
const newline = /\r\n/y; // only on the normal screen

const lookParameters =
	/^(?:0|[12347]|9|53|3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3})(?:;(?:[12347]|9|53|3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}))*$/;

// Ranges by number, independent of the property that the sanitiser uses.
const unseen: ReadonlyArray<readonly [number, number]> = [
	[0x00, 0x1f], // C0
	[0x7f, 0x9f], // DEL, C1
	[0xad, 0xad], // soft hyphen
	[0x34f, 0x34f],
	[0x61c, 0x61c], // bidi
	[0x115f, 0x1160], // fillers
	[0x17b4, 0x17b5],
	[0x180b, 0x180f],
	[0x200b, 0x200b], // zero width
	[0x200e, 0x200f], // bidi
	[0x2028, 0x202e], // line ends, bidi
	[0x2060, 0x206f], // invisible operators, bidi
	[0x3164, 0x3164],
	[0xd800, 0xdfff],
	[0xfeff, 0xfeff],
	[0xffa0, 0xffa0],
	[0xfff9, 0xfffb], // annotations
	[0x1bca0, 0x1bca3],
	[0x1d173, 0x1d17a],
	[0xe0000, 0xe0fff], // tags
];

/**
Reads everything written to a terminal and reports whatever obs-top doesn't write itself. Only text and the listed
sequences are allowed; bytes that aren't UTF-8 (an 8-bit C1 control) are not.

@returns What is wrong, with its context; empty if all is well.
*/
export function foreignIn(bytes: Buffer, {copies = 0, hasMouse = false}: OwnSequences = {}): readonly string[] {
	let text: string;
	try {
		text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return ['bytes that are not UTF-8'];
	}
	const wrong: string[] = [];
	let copied = 0;
	let isOnScreen = false;
	for (let at = 0; at < text.length && wrong.length < 20; ) {
		const sequence = ownAt(text, at, isOnScreen, hasMouse);
		if (sequence !== '') {
			copied += Number(sequence.startsWith('\x1B]'));
			isOnScreen = sequence === enter || (isOnScreen && sequence !== leave);
			at += sequence.length;
			continue;
		}
		const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
		const code = character.codePointAt(0) ?? 0;
		if (unseen.some(([from, to]) => code >= from && code <= to) || isLooseJoiner(text, at)) {
			wrong.push(JSON.stringify(text.slice(Math.max(0, at - 30), at + 30)).replaceAll(/[^\x20-\x7E]/g, escaped));
		}
		at += character.length;
	}
	return copied === copies ? wrong : [...wrong, `${copied} copies instead of ${copies}`];
}

function ownAt(text: string, at: number, isOnScreen: boolean, hasMouse: boolean): string {
	if (text[at] !== '\x1B' && text[at] !== '\r') {
		return '';
	}
	for (const pattern of [own, copy, ...(isOnScreen ? [] : [newline]), ...(hasMouse ? [mouse] : [])]) {
		pattern.lastIndex = at;
		const [found] = pattern.exec(text) ?? [];
		if (found !== undefined) {
			return found;
		}
	}
	look.lastIndex = at;
	const [found = '', parameters = ''] = look.exec(text) ?? [];
	return parameters === '' || lookParameters.test(parameters) ? found : '';
}

/** Joiners are kept between letters that need them, and in emoji. */
function isLooseJoiner(text: string, at: number): boolean {
	return /[\u200C\u200D]/.test(text[at] ?? '') && !/[^\x00-\x7F]/.test(text[at - 1] ?? '');
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
