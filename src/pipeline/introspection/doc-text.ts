/**
The text of a JSDoc comment without its asterisks; `undefined` for any other comment, and for one with nothing but tags.
*/
export function docText(comment: string): string | undefined {
	if (!comment.startsWith('*')) {
		return undefined;
	}
	const lines = comment
		.slice(1)
		.split('\n')
		.map(line => line.replace(/^\s*\*?\s?/, '').trimEnd());
	const firstTag = lines.findIndex(line => line.startsWith('@'));
	const text = (firstTag === -1 ? lines : lines.slice(0, firstTag)).join('\n').trim();
	return text === '' ? undefined : text;
}
