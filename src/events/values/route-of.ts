const mostParts = 4;
const longestPart = 40;

/**
The route that a path most likely belongs to, so that the ids in paths make no stage each: without the query, with `:id`
for numbers, hashes and other parts that are no words, and only its first parts.
*/
export function routeOf(path: string): string {
	const [target = ''] = path.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#;]/, 1);
	const parts = target.split('/').filter(part => part !== '');
	const shown = parts.slice(0, mostParts).map(part => (isId(part) ? ':id' : part));
	return `/${shown.join('/')}${parts.length > mostParts ? '/…' : ''}`;
}

function isId(part: string): boolean {
	return (
		part.length > longestPart ||
		/^(?:[a-z]{1,8}[-_])?\d+(?:\.\w{1,5})?$/i.test(part) ||
		/^(?=.*\d)[\da-f-]{8,}$/i.test(part) ||
		/\d.*\d.*\d.*\d/.test(part) ||
		/[%@=,]/.test(part)
	);
}
