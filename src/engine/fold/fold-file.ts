import {Buffer} from 'node:buffer';
import {availableParallelism} from 'node:os';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ReadOptions} from '../../events/read-options.ts';
import {withName} from '../../reading/with-name.ts';
import {type OpenedFile, readStretch, type Stretch, upToFailure, upToSize} from '../../sources/index.ts';
import {ScanCrew, type ScannedFile} from '../threads/scan-crew.ts';
import {stretchAt} from '../threads/scan-stretches.ts';
import type {FoldInput} from './fold-input.ts';

export type PlainFile = Extract<OpenedFile, {readonly fd: number}>;

export type FoldFileOptions = {
	readonly read: ReadOptions;
	/** The most threads, this one included; the others only scan. Default: the number of cores, up to 4. */
	readonly threads?: number | undefined;
	/** Called with the number of bytes read since the last call. */
	readonly onRead?: (bytes: number) => void;
	/** Called when part of the file can't be read. */
	readonly onProblem?: (problem: string) => void;
	readonly signal?: AbortSignal;
	/** How long to wait before starting the other threads, so that the rest of the program can start first. */
	readonly helpersAfterMs?: number;
	/** A file smaller than this is read by one thread. */
	readonly threadedBytes?: number;
	/** How much a thread scans at a time. */
	readonly stretchBytes?: number;
};

const mostThreads = 4; // one thread folds, and scanning takes about as long as folding
const defaultThreadedBytes = 64 * 1024 * 1024; // one thread finishes a smaller file before a second could help
// small enough to stay in the CPU cache from one thread to the next, and for a lane to have rows for all its lines
const usualStretchBytes = 224 * 1024;
const turnBytes = 1024 * 1024;

/**
Folds a plain file from start to end. If other threads help, they scan stretches ahead, and this thread folds the
lines in order. It reads for itself any stretch that was not scanned.

@throws SourceError
*/
export async function foldFile(input: FoldInput, file: PlainFile, options: FoldFileOptions): Promise<void> {
	const {path, fd, sizeBytes} = file;
	const {read, onRead, onProblem, signal, helpersAfterMs = 0} = options;
	const {threadedBytes = defaultThreadedBytes, stretchBytes = usualStretchBytes} = options;
	const threads = sizeBytes < threadedBytes ? 1 : Math.min(options.threads ?? availableParallelism(), mostThreads);
	const stretches = threads === 1 ? 0 : Math.floor(sizeBytes / stretchBytes);
	const pieces = piecesOf({fd, path, read, stretchBytes, stretches}, input, threads, helpersAfterMs);
	let total = 0;
	let told = 0;
	for await (const {byteLength, feed} of upToFailure(upToSize(pieces, file, onProblem), onProblem)) {
		withName(path, feed);
		total += byteLength;
		if (total <= turnBytes || total - told >= turnBytes) {
			onRead?.(total - told);
			told = total;
			await nextTurn();
			if (signal?.aborted === true) {
				return;
			}
		}
	}
	onRead?.(total - told);
	withName(path, () => input.end());
}

type Piece = {readonly byteLength: number; feed(): void};

async function* piecesOf(file: ScannedFile, input: FoldInput, threads: number, helpersAfterMs: number): AsyncGenerator<Piece> {
	const {stretchBytes, stretches} = file;
	const buffer = Buffer.allocUnsafeSlow(stretches === 0 ? turnBytes : stretchBytes);
	function* read(stretch: Stretch): Generator<Piece> {
		for (const bytes of readStretch(file, stretch, buffer)) {
			yield {byteLength: bytes.length, feed: () => input.write(bytes)};
		}
	}
	if (stretches > 0) {
		yield* read(stretchAt(0, stretchBytes)); // it may start with a byte order mark, and the first screen waits for it
		const crew = new ScanCrew(file, threads, helpersAfterMs);
		try {
			for (let index = 1; index < stretches; index++) {
				const taker = await crew.scanned(index);
				if (taker === undefined) {
					yield* read(stretchAt(index, stretchBytes));
				} else {
					const lines = taker.take();
					yield {byteLength: lines.to - lines.from, feed: () => input.take(lines)};
					taker.giveBack();
				}
			}
		} finally {
			crew.end();
		}
	}
	yield* read({from: stretches * stretchBytes, to: Number.POSITIVE_INFINITY});
}
