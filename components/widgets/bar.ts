import type {Glyphs} from '../../src/screen/look/glyphs.ts';
import {shareOf} from './points.ts';

/**
A horizontal bar of eighth blocks, at most `width` cells, scaled from 0 to `most`. Any value above zero shows a bar.
*/
export function bar(value: number | undefined, most: number, width: number, {barParts}: Glyphs): string {
	const share = shareOf(value, most);
	const cells = Math.max(0, Math.floor(width));
	if (share === undefined || share === 0 || cells === 0) {
		return '';
	}

	const steps = barParts.length;
	const filled = Math.max(1, Math.round(share * cells * steps));
	const rest = filled % steps;
	return (barParts[steps - 1] ?? '').repeat(Math.floor(filled / steps)) + (rest === 0 ? '' : (barParts[rest - 1] ?? ''));
}
