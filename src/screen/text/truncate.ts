import {isNarrow} from './narrow.ts';
import {displayWidth} from './width.ts';

/**
Cuts a text to `width` cells, ending in `ellipsis` (one cell) if anything is left out. Never splits a grapheme.
*/
export function truncate(text: string, width: number, ellipsis = '…'): string {
	if (width <= 0) {
		return '';
	}

	// Don't measure megabytes to the end: what fits is in the first part, because a grapheme rarely has more than a few
	// units.
	const most = width * 16 + 64;
	const isLong = text.length > most;
	const start = isLong ? text.slice(0, most) : text;
	if (isNarrow(start)) {
		return !isLong && start.length <= width ? start : start.slice(0, width - 1) + ellipsis;
	}

	if (!isLong && displayWidth(start) <= width) {
		return start;
	}

	return headOf(start, width - 1) + ellipsis;
}

/** The longest start of whole graphemes that fits. */
export function headOf(text: string, width: number): string {
	let head = '';
	let used = 0;
	for (const {segment} of graphemes(text)) {
		const cells = displayWidth(segment);
		if (used + cells > width || head.length > width * 16) {
			break;
		}

		head += segment;
		used += cells;
	}

	return head;
}

/** Cuts or pads a text to exactly `width` cells. */
export function fitEnd(text: string, width: number, ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

/** The same, right-aligned. */
export function fitStart(text: string, width: number, ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	return ' '.repeat(Math.max(0, width - displayWidth(cut))) + cut;
}

let segmenter: Intl.Segmenter | undefined;

// Created when a text first needs it, because that takes as long as half a frame.
function graphemes(text: string): Iterable<{readonly segment: string}> {
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return segmenter.segment(text);
}
