import type {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {Transform} from 'node:stream';

/**
Inflates chunk by chunk. What could be read of a file that is cut off or damaged is handed over before the problem is told: a stream that fails would throw
away what it still held.

@param onProblem - Told once, at the end: `the compressed file is cut off: ...`.
*/
export async function* decompress(
	compressed: Iterable<Buffer>,
	inflater: Transform,
	onProblem: (problem: string) => void,
): AsyncGenerator<Buffer> {
	let inflated: Buffer[] = [];
	let failure: Error | undefined;
	inflater.on('data', (chunk: Buffer) => inflated.push(chunk));
	inflater.on('error', error => {
		failure ??= error;
	});
	try {
		for (const chunk of compressed) {
			await new Promise<void>(resolve => {
				inflater.once('close', resolve);
				inflater.write(chunk, () => {
					inflater.off('close', resolve);
					resolve();
				});
			});
			yield* inflated;
			inflated = [];
			if (failure !== undefined) {
				break;
			}
		}
		if (failure === undefined) {
			inflater.end();
			if (!inflater.closed) {
				await once(inflater, 'close').catch(() => {});
			}
			yield* inflated;
		}
		if (failure !== undefined) {
			onProblem(problemOf(failure));
		}
	} finally {
		inflater.destroy();
	}
}

function problemOf(failure: Error): string {
	const isCutOff = failure.message.includes('unexpected end');
	return isCutOff
		? 'the compressed file is cut off: what was there is shown'
		: `the compressed file is damaged: what could be read is shown`;
}
