/** Whether each UTF-16 unit is one cell of its own. */
export function isNarrow(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		if (!isNarrowUnit(text.charCodeAt(index))) {
			return false;
		}
	}

	return true;
}

// Printable ASCII, Latin letters (without the invisible soft hyphen), Greek, general punctuation, arrows, control pictures, box drawing and blocks, heavy bars, braille.
function isNarrowUnit(unit: number): boolean {
	return (
		(unit >= 0x20 && unit <= 0x7e) ||
		(unit >= 0xa0 && unit <= 0x2ff && unit !== 0xad) ||
		(unit >= 0x3_91 && unit <= 0x3_c9 && unit !== 0x3_a2) ||
		(unit >= 0x20_10 && unit <= 0x20_27) ||
		(unit >= 0x21_90 && unit <= 0x21_ff) ||
		(unit >= 0x24_00 && unit <= 0x24_26) ||
		(unit >= 0x25_00 && unit <= 0x25_fc) ||
		(unit >= 0x27_58 && unit <= 0x27_5a) ||
		(unit >= 0x28_00 && unit <= 0x28_ff)
	);
}
