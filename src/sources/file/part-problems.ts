import {SourceError} from '../../errors.ts';

/**
What is read of a source until reading fails: then that is a problem of the rest.

@throws SourceError where nothing came before, or nobody listens.
*/
export async function* upToFailure<Piece>(
	pieces: Iterable<Piece> | AsyncIterable<Piece>,
	onProblem: ((problem: string) => void) | undefined,
): AsyncGenerator<Piece> {
	let hasBegun = false;
	try {
		for await (const piece of pieces) {
			hasBegun = true;
			yield piece;
		}
	} catch (error) {
		if (!hasBegun || onProblem === undefined || !(error instanceof SourceError)) {
			throw error;
		}
		onProblem(`${error.message}: what comes before that was read`);
	}
}

/** What is read of a file, from its start: where that is less than there was when it was opened, it is a problem. */
export async function* upToSize<Piece extends {readonly byteLength: number}>(
	pieces: Iterable<Piece> | AsyncIterable<Piece>,
	{path, sizeBytes}: {readonly path: string; readonly sizeBytes: number},
	onProblem: ((problem: string) => void) | undefined,
): AsyncGenerator<Piece> {
	let bytes = 0;
	for await (const piece of pieces) {
		bytes += piece.byteLength;
		yield piece;
	}
	if (bytes < sizeBytes) {
		onProblem?.(shrunkProblem({path, sizeBytes}, bytes));
	}
}

/** What is to be said of a file that ended before the end that it had when it was opened. */
export function shrunkProblem({path, sizeBytes}: {readonly path: string; readonly sizeBytes: number}, bytesRead: number): string {
	return `${path}: got shorter while it was read: ${bytesRead} of ${sizeBytes} bytes were read (read it again, or use --follow)`;
}
