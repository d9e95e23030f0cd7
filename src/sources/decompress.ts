import type {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {Transform} from 'node:stream';

const mostInflatedBytes = 8 * 1024 * 1024;

/**
Inflates chunk by chunk, the next one (in a thread of Node's pool) while what came of the last one is used. What could be read of a file that is cut off or damaged is
handed over before the problem is told: a stream that fails would throw away what it still held.

@yields A chunk whose memory is given back when the next one is asked for: what is to be kept must be copied.
@param onProblem - Told once, at the end: `the compressed file is cut off: ...`.
*/
export async function* decompress(
	compressed: Iterable<Buffer>,
	inflater: Transform,
	onProblem: (problem: string) => void,
): AsyncGenerator<Buffer> {
	let inflated: Buffer[] = [];
	let inflatedBytes = 0;
	let failure: Error | undefined;
	let onFull = () => {};
	inflater.on('data', (chunk: Buffer) => {
		inflated.push(chunk);
		inflatedBytes += chunk.length;
		if (inflatedBytes >= mostInflatedBytes) {
			inflater.pause();
			onFull();
		}
	});
	inflater.on('error', error => {
		failure ??= error;
	});
	const chunks = compressed[Symbol.iterator]();
	/** Resolves when the next chunk, or what is left at the end, is inflated. @returns Whether there may be more. */
	const inflate = async (): Promise<boolean> => {
		const {value, done} = chunks.next();
		if (done === true) {
			inflater.end();
			if (!inflater.closed) {
				await once(inflater, 'close').catch(() => {});
			}
			return false;
		}
		await new Promise<void>(resolve => {
			inflater.once('close', resolve);
			inflater.write(value, () => {
				inflater.off('close', resolve);
				resolve();
			});
		});
		return failure === undefined;
	};
	let inflating: Promise<boolean> | undefined;
	/** Of a chunk that inflates to a thousand times its size, and more, no more than so much is held at once. */
	const step = async (): Promise<boolean> => {
		const full = new Promise<true>(resolve => {
			onFull = () => resolve(true);
		});
		inflating ??= inflate().finally(() => {
			inflating = undefined;
		});
		inflater.resume();
		return Promise.race([inflating, full]);
	};
	try {
		for (let next: Promise<boolean> | undefined = step(); next !== undefined; ) {
			const hasMore: boolean = await next;
			const ready = inflated;
			inflated = [];
			inflatedBytes = 0;
			next = hasMore ? step() : undefined;
			next?.catch(() => {}); // heard of above, unless nobody asks for more
			for (const chunk of ready) {
				yield chunk;
				release(chunk);
			}
		}
		if (failure !== undefined) {
			onProblem(problemOf(failure));
		}
	} finally {
		inflater.destroy();
	}
}

/** Gives back memory that is used up to its end. Left to V8, a gigabyte of it would make it collect its whole heap ten times a second. */
function release({buffer, byteOffset, byteLength}: Buffer): void {
	if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) {
		buffer.transfer(0);
	}
}

function problemOf(failure: Error): string {
	const isCutOff = failure.message.includes('unexpected end');
	return isCutOff
		? 'the compressed file is cut off: what was there is shown'
		: `the compressed file is damaged: what could be read is shown`;
}
