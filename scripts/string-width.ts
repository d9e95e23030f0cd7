import type {Options} from 'string-width';
import {isNarrow} from '../src/ui/narrow.ts';

const looks = /\x1B\[[\d;]*m/g;

/**
Stands in for `string-width` in the bundle. Ink measures every row of the screen with it, which takes it through a segmenter and a dozen properties for each character;
rows of text and line drawing need none of that. The rest is measured by the real one, which is set up when it is first needed: its patterns of all emoji take longer than Node's own start.
*/
// biome-ignore lint/style/noDefaultExport: the module it stands in for has one
export default function stringWidth(text: string, options?: Options): number {
	if (options === undefined) {
		const plain = text.includes('\x1B') ? text.replaceAll(looks, '') : text;
		if (isNarrow(plain)) {
			return plain.length;
		}
	}
	const {default: realStringWidth} = require('../node_modules/string-width/index.js') as {default: typeof stringWidth}; // bundled, and run at the first call
	return realStringWidth(text, options);
}
