import {setImmediate as nextTurn} from 'node:timers/promises';
import {PartIndex} from '../history/part-index.ts';
import {readStretch, type Stretch} from '../sources/index.ts';
import {Fold, type FoldOptions} from './fold.ts';
import type {FoldPart} from './fold-part.ts';

/** A file that is folded by stretches. */
export type StretchedFile = {readonly path: string; readonly fd: number; readonly file: number};

export type StretchOptions = FoldOptions & {readonly isIndexed?: boolean | undefined};

/**
Folds a stretch of a file for the fold of what is before it. Between chunks other work gets its turn.

@param options.isIndexed - Where its lines stand is told, too.
@returns `undefined` where what it says depends on what is before it.
@throws SourceError
*/
export async function foldStretch(source: StretchedFile, stretch: Stretch, options: StretchOptions): Promise<FoldPart | undefined> {
	const fold = new Fold({...options, isPart: true});
	const index = options.isIndexed === true ? new PartIndex() : undefined;
	const input = fold.open(source.file, index && {onLine: line => index.add(line), onRows: rows => index.addRows(rows)});
	for (const chunk of readStretch(source, stretch)) {
		input.write(chunk);
		if (fold.isLost) {
			return undefined;
		}
		await nextTurn();
	}
	input.end();
	const part = fold.toPart(source.file);
	return part && {...part, index: index?.toData()};
}
