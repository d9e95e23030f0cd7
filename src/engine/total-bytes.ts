import {closeFile, openFile} from '../sources/index.ts';

/** How much there is to read; `undefined` where a file doesn't say. @throws SourceError */
export function totalBytes(paths: readonly string[]): number | undefined {
	let total: number | undefined = 0;
	for (const path of paths) {
		const file = openFile(path);
		total = file.type === 'once' || total === undefined ? undefined : total + file.sizeBytes;
		closeFile(file);
	}
	return total;
}
