import {docText} from './doc-text.ts';

/**
The JSDoc right before the declaration of `name` (a class, a function or a constant) in JavaScript or TypeScript source.

Found by text search, because a JavaScript parser can't read TypeScript.

@param sources - Texts of source files; the first one that documents `name` counts.
*/
export function sourceDescription(name: string, sources: readonly string[]): string | undefined {
	if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
		return undefined;
	}
	const declaration = new RegExp(
		`\\b(?:class|function\\s*\\*?|const|let|var)\\s+${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`,
		'gu',
	);
	for (const source of sources) {
		for (const match of source.matchAll(declaration)) {
			const text = docBefore(source.slice(0, match.index));
			if (text !== undefined) {
				return text;
			}
		}
	}
	return undefined;
}

function docBefore(before: string): string | undefined {
	const head = withoutModifiers(before);
	if (!head.endsWith('*/')) {
		return undefined;
	}
	const start = head.lastIndexOf('/*');
	return start === -1 ? undefined : docText(head.slice(start + 2, -2));
}

/** Strips what may come between a JSDoc and its declaration: `export default abstract`, and decorators on one line. */
function withoutModifiers(before: string): string {
	let head = before.trimEnd();
	for (;;) {
		const lineStart = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('*/') + 1) + 1;
		const line = head.slice(lineStart).trim();
		const isDecorator = line.startsWith('@');
		const shorter = isDecorator
			? head.slice(0, lineStart).trimEnd()
			: head.replace(/\b(?:export|default|declare|abstract|async)$/, '').trimEnd();
		if (shorter === head) {
			return head;
		}
		head = shorter;
	}
}
