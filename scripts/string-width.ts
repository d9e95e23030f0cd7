import realStringWidth, {type Options} from '../node_modules/string-width/index.js';

// One column each, whatever stands beside it: printable ASCII, Latin, general punctuation, arrows, control pictures, box drawing and blocks, braille.
const narrow = /^[\x20-\x7E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2400-\u2426\u2500-\u25FC\u2800-\u28FF]*$/;
const looks = /\x1B\[[\d;]*m/g;

/**
Stands in for `string-width` in the bundle. Ink measures every row of the screen with it, which takes it through a segmenter and a dozen properties for each character;
rows of text and line drawing need none of that. The rest is measured by the real one.
*/
// biome-ignore lint/style/noDefaultExport: the module it stands in for has one
export default function stringWidth(text: string, options?: Options): number {
	if (options === undefined) {
		const plain = text.includes('\x1B') ? text.replaceAll(looks, '') : text;
		if (narrow.test(plain)) {
			return plain.length;
		}
	}
	return realStringWidth(text, options);
}
