import {setImmediate as nextTurn} from 'node:timers/promises';
import {readStretch, type Stretch} from '../sources/index.ts';
import {Fold, type FoldOptions} from './fold.ts';
import type {FoldPart} from './fold-part.ts';

/** A file that is folded by stretches. */
export type StretchedFile = {readonly path: string; readonly fd: number; readonly file: number};

/**
Folds a stretch of a file for the fold of what is before it. Between chunks other work gets its turn.

@returns `undefined` where what it says depends on what is before it.
@throws SourceError
*/
export async function foldStretch(source: StretchedFile, stretch: Stretch, options: FoldOptions): Promise<FoldPart | undefined> {
	const fold = new Fold({...options, isPart: true});
	const input = fold.open(source.file);
	for (const chunk of readStretch(source, stretch)) {
		input.write(chunk);
		if (fold.isLost) {
			return undefined;
		}
		await nextTurn();
	}
	input.end();
	return fold.toPart(source.file);
}
