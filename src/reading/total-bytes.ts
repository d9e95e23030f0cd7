import {closeFile, openFile} from '../sources/index.ts';
import {eachReadable} from './each-readable.ts';

/**
Total size of the files; `undefined` if one of them doesn't have a size.

@throws SourceError if no file can be read.
*/
export async function totalBytes(paths: readonly string[]): Promise<number | undefined> {
	const sizes = await eachReadable(paths, path => {
		const file = openFile(path);
		closeFile(file);
		return file.type === 'once' ? undefined : file.sizeBytes;
	});
	return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
}
