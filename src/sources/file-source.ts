import {shownName} from '../files/file-names.ts';
import type {OpenedFile} from './file/open-file.ts';
import {readFile} from './file/read-file.ts';
import {onlyPart, type Source} from './source.ts';

/** A file, read to the end it has by then; .gz and .zst are decompressed. The caller closes it. */
export function fileSource(file: OpenedFile): Source {
	return {
		name: shownName(file.path),
		isOnce: file.type === 'once',
		isOfParts: false,
		read: reading => onlyPart(readFile(file, reading), file.type === 'plain' ? file.fd : undefined),
	};
}
