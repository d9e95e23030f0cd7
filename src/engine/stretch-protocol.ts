import type {ReadOptions} from '../events/read-options.ts';
import type {Selection} from '../history/line-matcher.ts';
import type {Stretch} from '../sources/index.ts';
import type {FoldPart} from './fold-part.ts';
import type {StretchedFile} from './fold-stretch.ts';

/** What a thread that helps to fold a file is started with. */
export type StretchTask = {
	/** Opened by the thread that reads it from its start, and open until all others have ended. */
	readonly source: StretchedFile;
	readonly read: ReadOptions;
	readonly selection: Selection;
	readonly isIndexed: boolean;
	readonly stretches: readonly Stretch[];
	/** Of `StretchClaims`. */
	readonly claims: SharedArrayBuffer;
};

/** What it says of each stretch that it took; `undefined` where that has to be read in order. */
export type FoldedStretch = {readonly index: number; readonly part: FoldPart | undefined};
