// Printable ASCII, Latin letters (without the invisible soft hyphen), Greek, general punctuation, arrows, control
// pictures, box drawing and blocks, heavy bars, braille.
const narrow =
	/^[\x20-\x7E\u00A0-\u00AC\u00AE-\u02FF\u0391-\u03A1\u03A3-\u03C9\u2010-\u2027\u2190-\u21FF\u2400-\u2426\u2500-\u25FC\u2758-\u275A\u2800-\u28FF]*$/;

/** Whether each UTF-16 unit is exactly one cell. */
export function isNarrow(text: string): boolean {
	return narrow.test(text);
}
