import stringWidth from 'string-width';
import {isNarrow} from '../../screen/text/narrow.ts';

/** The content of a cell: one character as a reader sees it, with its marks. */
export type Glyph = {
	readonly text: string;
	/** Its width: 1 or 2 columns. */
	readonly width: 1 | 2;
	/** Whether all terminals agree on the width. They differ on emoji, joined sequences, marks and whole scripts. */
	readonly isSure: boolean;
};

// Created late: it takes 10 ms, and a screen without foreign text doesn't need it.
let segmenter: Intl.Segmenter | undefined;
const cache = new Map<string, Glyph | undefined>();
const maxCached = 8192;

/**
Calls back with the glyphs of a text without escape sequences. Leaves out controls and characters without a width (a
lone mark), so that only what fits into a cell reaches the terminal.
*/
export function forEachGlyph(text: string, take: (glyph: Glyph) => void): void {
	let index = 0;
	while (index < text.length) {
		const single = singleAt(text, index);
		if (single !== undefined) {
			take(single);
			index++;
		} else {
			const end = endOfOther(text, index);
			segmenter ??= new Intl.Segmenter();
			for (const {segment} of segmenter.segment(text.slice(index, end))) {
				const glyph = glyphOf(segment);
				if (glyph) {
					take(glyph);
				}
			}
			index = end;
		}
	}
}

/**
Printable ASCII, Latin, box drawing, blocks, braille: one column everywhere, and never part of the character before.
*/
const isPlain = (code: number): boolean =>
	(code >= 0x20 && code <= 0x7e) ||
	(code >= 0xa1 && code <= 0x24f && code !== 0xad) ||
	(code >= 0x25_00 && code <= 0x25_9f) ||
	(code >= 0x28_00 && code <= 0x28_ff);

/** The glyph of a single unit, if it is one: a narrow character before another one has no mark. */
function singleAt(text: string, index: number): Glyph | undefined {
	const single = singleGlyph(text.charCodeAt(index));
	return single !== undefined && (index + 1 === text.length || singleGlyph(text.charCodeAt(index + 1)) !== undefined) ? single : undefined;
}

function endOfOther(text: string, start: number): number {
	let end = start + 1;
	while (end < text.length && singleAt(text, end) === undefined) {
		end++;
	}
	return end;
}

const singleGlyphs = new Array<Glyph | 'none' | undefined>(0x29_00); // by code; all narrow ones are below

function singleGlyph(code: number): Glyph | undefined {
	let glyph = code < singleGlyphs.length ? singleGlyphs[code] : 'none';
	if (glyph === undefined) {
		const text = String.fromCharCode(code);
		glyph = isNarrow(text) ? {text, width: 1, isSure: isPlain(code)} : 'none';
		singleGlyphs[code] = glyph;
	}
	return glyph === 'none' ? undefined : glyph;
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

/** These have had two columns in every terminal for decades. */
const isCjk = (code: number): boolean =>
	(code >= 0x30_41 && code <= 0x30_96) ||
	(code >= 0x30_a1 && code <= 0x30_fa) ||
	(code >= 0x34_00 && code <= 0x4d_bf) ||
	(code >= 0x4e_00 && code <= 0x9f_ff) ||
	(code >= 0xac_00 && code <= 0xd7_a3) ||
	(code >= 0xff_01 && code <= 0xff_60);
