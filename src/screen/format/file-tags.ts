/**
A short name for each of several files: its base name, preceded by enough folders to be unique, without an extension
that all of them share.

@returns One per path, in order; none if there is only one file.
*/
export function fileTags(paths: readonly string[]): readonly string[] {
	if (paths.length < 2) {
		return [];
	}
	const parts = paths.map(path => path.split('/').filter(part => part !== '' && part !== '.'));
	const most = Math.max(...parts.map(({length}) => length));
	for (let count = 1; count <= most; count++) {
		const tags = parts.map(each => each.slice(-count).join('/'));
		if (areDistinct(tags)) {
			return withoutExtension(tags);
		}
	}
	return paths;
}

function withoutExtension(tags: readonly string[]): readonly string[] {
	const extension = /.(\.[a-z]+)$/i.exec(tags[0] ?? '')?.[1];
	const isShared = extension !== undefined && tags.every(tag => tag.endsWith(extension) && !tag.endsWith(`/${extension}`));
	const shorter = isShared ? tags.map(tag => tag.slice(0, -extension.length)) : tags;
	return areDistinct(shorter) && shorter.every(tag => tag !== '') ? shorter : tags;
}

function areDistinct(tags: readonly string[]): boolean {
	return new Set(tags).size === tags.length;
}
