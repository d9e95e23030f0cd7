import {SourceError} from '../../errors.ts';

/**
The pieces of a source up to a read failure, which is then reported as a problem.

@throws SourceError if there was nothing before the failure, or without `onProblem`.
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
		onProblem(`${error.message}: everything before that was read`);
	}
}

/** The pieces of a file. Reports a problem if they are less than the file held when it was opened. */
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

/** The message for a file that got shorter after it was opened. */
export function shrunkProblem({path, sizeBytes}: {readonly path: string; readonly sizeBytes: number}, bytesRead: number): string {
	return `${path}: shrank while it was read: only ${bytesRead} of ${sizeBytes} bytes were read (read it again, or use --follow)`;
}
