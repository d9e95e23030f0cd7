import {isNarrow} from './narrow.ts';
import {displayWidth} from './width.ts';

/**
The start of a text that fits into `width` cells, ending in `ellipsis` (one cell) where something was left out. Never splits a grapheme.
*/
export function truncate(text: string, width: number, ellipsis = '…'): string {
	if (width <= 0) {
		return '';
	}

	// A text of megabytes is not measured to its end: what fits is in its first part, since a grapheme seldom has more than a few units.
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

/** Cut to `width` or filled up with spaces: exactly that many cells. */
export function fitEnd(text: string, width: number, ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

/** The same with the text at the right. */
export function fitStart(text: string, width: number, ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	return ' '.repeat(Math.max(0, width - displayWidth(cut))) + cut;
}

let segmenter: Intl.Segmenter | undefined;

// Made at the first text that needs it: making one takes as long as half a frame.
function graphemes(text: string): Iterable<{readonly segment: string}> {
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return segmenter.segment(text);
}
