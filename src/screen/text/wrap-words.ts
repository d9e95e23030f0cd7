import {headOf} from './truncate.ts';
import {displayWidth} from './width.ts';

/** Wraps a text into lines of at most `width` cells, at spaces if possible. Returns at least one line. */
export function wrapWords(text: string, width: number): readonly string[] {
	if (width < 1) {
		return [''];
	}

	const lines: string[] = [];
	let current = '';
	for (const word of text.split(' ')) {
		const joined = current === '' ? word : `${current} ${word}`;
		if (displayWidth(joined) <= width) {
			current = joined;
			continue;
		}

		if (current !== '') {
			lines.push(current);
		}

		current = word;
		while (displayWidth(current) > width) {
			// A wide character in a one-cell column can't be split further.
			const head = headOf(current, width) || Array.from(current)[0] || '';
			lines.push(head);
			current = current.slice(head.length);
		}
	}

	return current === '' && lines.length > 0 ? lines : [...lines, current];
}
