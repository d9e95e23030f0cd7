import {compileMatcher} from '../history/line-matcher.ts';
import {foldStretch} from './fold-stretch.ts';
import {StretchClaims} from './stretch-claims.ts';
import type {FoldedStretch, StretchTask} from './stretch-protocol.ts';

/** Takes stretches of a file and folds them, until there are none left. What can't be read is for the thread that reads in order to tell. */
export async function foldStretches(
	{source, read, selection, isIndexed, stretches, claims: shared}: StretchTask,
	onFolded: (stretch: FoldedStretch) => void,
): Promise<void> {
	const claims = new StretchClaims(stretches.length, shared);
	const options = {read, selection: compileMatcher(selection, [selection.filter]), isIndexed};
	for (let index = claims.next(); index !== undefined; index = claims.next()) {
		const stretch = stretches[index];
		onFolded({index, part: stretch && (await foldStretch(source, stretch, options))});
	}
}
