import stringWidth from 'string-width';
import {isNarrow} from './narrow.ts';

/**
The width of a text without escape codes on a terminal, in cells.

Nearly every text on the screen is ASCII or our own line drawing, where each character is a cell. Only the rest is
measured by graphemes, which is some 200 times slower.
*/
export function displayWidth(text: string): number {
	return isNarrow(text) ? text.length : stringWidth(text);
}
