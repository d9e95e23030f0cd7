import stringWidth from 'string-width';

/** What stands in a cell: one character as a reader sees it, with its marks. */
export type Glyph = {
	readonly text: string;
	/** Columns it takes: 1 or 2. */
	readonly width: 1 | 2;
	/** Whether every terminal gives it that width. They differ about emoji, joined sequences, marks and whole scripts. */
	readonly isSure: boolean;
};

let segmenter: Intl.Segmenter | undefined; // made late: it takes 10 ms, and a screen without foreign text needs none
const cache = new Map<string, Glyph | undefined>();
const maxCached = 8192;

/** The glyphs of a text without escape sequences. Controls and characters without a width of their own (a lone mark) are left out: nothing but what can stand in a cell gets to the terminal. */
export function* glyphsOf(text: string): Generator<Glyph> {
	let index = 0;
	while (index < text.length) {
		if (isPlain(text.charCodeAt(index)) && (index + 1 === text.length || isPlain(text.charCodeAt(index + 1)))) {
			yield plainGlyph(text[index] ?? '');
			index++;
		} else {
			const end = endOfOther(text, index);
			segmenter ??= new Intl.Segmenter();
			for (const {segment} of segmenter.segment(text.slice(index, end))) {
				const glyph = glyphOf(segment);
				if (glyph) {
					yield glyph;
				}
			}
			index = end;
		}
	}
}

/** Printable ASCII, Latin, box drawing, blocks, braille: one column everywhere, and never part of the character before. */
const isPlain = (code: number): boolean =>
	(code >= 0x20 && code <= 0x7e) ||
	(code >= 0xa1 && code <= 0x24f && code !== 0xad) ||
	(code >= 0x25_00 && code <= 0x25_9f) ||
	(code >= 0x28_00 && code <= 0x28_ff);

/** A run ends before two plain characters in a row: the first of them can't take a mark. */
function endOfOther(text: string, start: number): number {
	for (let index = start + 1; index < text.length; index++) {
		if (isPlain(text.charCodeAt(index)) && (index + 1 === text.length || isPlain(text.charCodeAt(index + 1)))) {
			return index;
		}
	}
	return text.length;
}

const plainGlyphs = new Map<string, Glyph>();

function plainGlyph(text: string): Glyph {
	const known = plainGlyphs.get(text);
	if (known) {
		return known;
	}
	const glyph: Glyph = {text, width: 1, isSure: true};
	plainGlyphs.set(text, glyph);
	return glyph;
}

function glyphOf(text: string): Glyph | undefined {
	if (cache.has(text)) {
		return cache.get(text);
	}
	if (cache.size >= maxCached) {
		cache.clear();
	}
	const glyph = measure(text);
	cache.set(text, glyph);
	return glyph;
}

function measure(text: string): Glyph | undefined {
	if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) {
		return undefined;
	}
	const width = stringWidth(text);
	if (width < 1) {
		return undefined;
	}
	const code = text.codePointAt(0) ?? 0;
	const isOne = text.length === (code > 0xff_ff ? 2 : 1);
	return {text, width: width === 1 ? 1 : 2, isSure: isOne && (isPlain(code) || isCjk(code))};
}

/** Two columns in every terminal for decades. */
const isCjk = (code: number): boolean =>
	(code >= 0x30_41 && code <= 0x30_96) ||
	(code >= 0x30_a1 && code <= 0x30_fa) ||
	(code >= 0x34_00 && code <= 0x4d_bf) ||
	(code >= 0x4e_00 && code <= 0x9f_ff) ||
	(code >= 0xac_00 && code <= 0xd7_a3) ||
	(code >= 0xff_01 && code <= 0xff_60);
