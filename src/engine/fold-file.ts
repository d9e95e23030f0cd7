import {availableParallelism} from 'node:os';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ReadOptions} from '../events/read-options.ts';
import {compileMatcher, type Selection} from '../history/line-matcher.ts';
import {type OpenedFile, readStretch, type Stretch, stretchesOf} from '../sources/index.ts';
import type {FoldInput} from './fold-input.ts';
import type {FoldPart} from './fold-part.ts';
import {foldStretch} from './fold-stretch.ts';
import {HelperThreads} from './helper-threads.ts';
import {StretchClaims} from './stretch-claims.ts';
import type {FoldedStretch, StretchTask} from './stretch-protocol.ts';
import {withName} from './with-name.ts';
import {workerUrl} from './worker-url.ts';

export type PlainFile = Extract<OpenedFile, {readonly fd: number}>;

export type FoldFileOptions = {
	/** Index of the source. */
	readonly file: number;
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** The most threads, this one included. As many as the machine has cores, up to 8, where left out. */
	readonly threads?: number | undefined;
	/** Parts are given to the input with where their lines stand. */
	readonly isIndexed?: boolean;
	/** The most that one thread folds ahead at a time. */
	readonly mostBytes?: number;
	/** Called as the log gets longer by so many bytes of the file. */
	readonly onRead?: (bytes: number) => void;
	readonly signal?: AbortSignal;
	/** Other threads start that much later: what else is starting gets the machine first. */
	readonly helpersAfterMs?: number;
	/** A smaller file is read by one thread. */
	readonly threadedBytes?: number;
};

const mostThreads = 8;
const leastBytes = 24 * 1024 * 1024;
const defaultMostBytes = 1024 ** 3; // what a stretch says waits for its turn, and is bounded, but not small: some 30 MB
const defaultThreadedBytes = 256 * 1024 * 1024; // of less, one thread is done before another has started and warmed up
const mostMisfits = 2;

/**
Folds a plain file from its start to its end. Other threads fold stretches ahead, and this one takes them over in their order; what depends on lines before it, it reads
itself. Where that is so again and again, it goes on alone.

@throws SourceError
*/
export async function foldFile(input: FoldInput, {path, fd, sizeBytes}: PlainFile, options: FoldFileOptions): Promise<void> {
	const {
		file,
		read,
		selection,
		signal,
		onRead,
		isIndexed = false,
		mostBytes = defaultMostBytes,
		helpersAfterMs = 0,
		threadedBytes = defaultThreadedBytes,
	} = options;
	const folding = {read, selection: compileMatcher(selection, [selection.filter]), isIndexed};
	const source = {path, fd, file};
	const isAborted = () => signal?.aborted === true;
	const threads = sizeBytes < threadedBytes ? 1 : (options.threads ?? Math.min(availableParallelism(), mostThreads));
	const stretches = stretchesOf(sizeBytes, threads === 1 ? wholeFile : {threads, leastBytes, mostBytes});
	const claims = new StretchClaims(stretches.length);
	const parts = new Map<number, FoldPart | undefined>();
	let mine = claims.next();
	const task: StretchTask = {source, read, selection, isIndexed, stretches, claims: claims.shared};
	const helpers = new HelperThreads<FoldedStretch>(({index, part}) => parts.set(index, part));
	const startHelpers = () =>
		helpers.start(workerUrl('./stretch-worker-task.ts', 'stretch-worker.mjs'), task, Math.min(threads, stretches.length) - 1);
	const starting = helpersAfterMs > 0 ? setTimeout(startHelpers, helpersAfterMs) : undefined;
	if (starting === undefined) {
		startHelpers();
	}
	const foldMine = async (index: number, stretch: Stretch | undefined) => {
		parts.set(index, stretch && (await foldStretch(source, stretch, folding)));
		mine = claims.next();
	};
	let misfits = 0;
	try {
		for (const [index, stretch] of stretches.entries()) {
			while (mine !== index && !parts.has(index) && (mine !== undefined || helpers.isRunning)) {
				await (mine === undefined ? helpers.changed() : foldMine(mine, stretches[mine]));
			}
			if (isAborted()) {
				return;
			}
			const part = parts.get(index);
			if (part !== undefined && input.append(part)) {
				onRead?.(part.tally.counts.bytes);
			} else {
				misfits += Number(mine !== index);
				if (misfits > mostMisfits) {
					claims.close();
				}
				for (const bytes of readStretch(source, stretch)) {
					withName(path, () => input.write(bytes));
					onRead?.(bytes.length);
					await nextTurn();
					if (isAborted()) {
						return;
					}
				}
			}
			parts.delete(index);
			mine = mine === index ? claims.next() : mine;
		}
	} finally {
		clearTimeout(starting);
		await helpers.end();
	}
	withName(path, () => input.end());
}

const wholeFile = {threads: 1, leastBytes: Number.POSITIVE_INFINITY, mostBytes: Number.POSITIVE_INFINITY};
