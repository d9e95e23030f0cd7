import stringWidth from 'string-width';
import {isNarrow} from './narrow.ts';

/**
Cells that a terminal gives to a text without escape codes.

Nearly every text on the screen is ASCII or our own line drawing, where a character is a cell; only the rest is measured by graphemes, which is some 200 times slower.
*/
export function displayWidth(text: string): number {
	return isNarrow(text) ? text.length : stringWidth(text);
}
