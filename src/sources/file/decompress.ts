import type {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {Transform} from 'node:stream';

const mostInflatedBytes = 8 * 1024 * 1024;

/** A file of one or more compressed members, one after the other. */
export type CompressedFile = {
	/** When it was opened. */
	readonly sizeBytes: number;
	/** Its bytes from an offset on; each chunk's memory is used again for the next one. */
	chunks(from: number): Iterable<Buffer>;
	newInflater(): Inflater;
	/** Whether a member starts at an offset. */
	isMemberAt(offset: number): boolean;
};

/** One of Node's: `bytesWritten` is what it has taken of what it was given. */
export type Inflater = Transform & {readonly bytesWritten: number};

/** How far an inflater went. */
type Ending = {readonly takenBytes: number; readonly madeBytes: number; readonly failure: Error | undefined};

/**
All that a file holds up to where it is damaged.

@yields A chunk whose memory is given back when the next one is asked for: what is to be kept must be copied.
@param onProblem - Told once, at the end: `the compressed file is cut off ...`.
*/
export async function* decompress(file: CompressedFile, onProblem: (problem: string) => void): AsyncGenerator<Buffer> {
	let offset = 0;
	do {
		const {takenBytes, failure} = yield* inflateAll(file, offset);
		offset += takenBytes;
		if (failure !== undefined || file.sizeBytes === 0) {
			onProblem(problemOf(failure, offset, file.sizeBytes));
			return;
		}
		offset = contentAfter(file, offset);
	} while (offset < file.sizeBytes && file.isMemberAt(offset));
	if (offset < file.sizeBytes) {
		onProblem(strangeRest);
	}
}

/**
Inflates from an offset on, as far as the inflater goes. One that fails throws away what it had made of the bytes it was given last: those before it are inflated again,
and then single bytes, which brings out all that comes before the first one that is wrong.
*/
async function* inflateAll(file: CompressedFile, from: number): AsyncGenerator<Buffer, Ending> {
	const ending = yield* inflate(file.chunks(from), file.newInflater(), 0);
	return ending.failure === undefined || isCutOff(ending.failure)
		? ending
		: yield* inflate(singleBytesAfter(file.chunks(from), ending.takenBytes), file.newInflater(), ending.madeBytes);
}

/**
Inflates chunk by chunk, the next one (in a thread of Node's pool) while what came of the last one is used.

@param skippedBytes - Of what was made, so many are known.
*/
async function* inflate(compressed: Iterable<Buffer>, inflater: Inflater, skippedBytes: number): AsyncGenerator<Buffer, Ending> {
	let inflated: Buffer[] = [];
	let inflatedBytes = 0;
	let failure: Error | undefined;
	let onFull = () => {};
	let givenBytes = 0;
	let madeBytes = 0;
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
	const inflateNext = async (): Promise<boolean> => {
		const {value, done} = chunks.next();
		if (done === true) {
			inflater.end();
			if (!inflater.closed) {
				await once(inflater, 'close').catch(() => {});
			}
			return false;
		}
		givenBytes += value.length;
		await new Promise<void>(resolve => {
			inflater.once('close', resolve);
			inflater.write(value, () => {
				inflater.off('close', resolve);
				resolve();
			});
		});
		return failure === undefined && inflater.bytesWritten === givenBytes; // it takes no more where what it reads has ended
	};
	let inflating: Promise<boolean> | undefined;
	/** Of a chunk that inflates to a thousand times its size, and more, no more than so much is held at once. */
	const step = async (): Promise<boolean> => {
		const full = new Promise<true>(resolve => {
			onFull = () => resolve(true);
		});
		inflating ??= inflateNext().finally(() => {
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
				const known = Math.min(chunk.length, Math.max(0, skippedBytes - madeBytes));
				madeBytes += chunk.length;
				if (known < chunk.length) {
					yield chunk.subarray(known);
				}
				release(chunk);
			}
		}
		return {takenBytes: inflater.bytesWritten, madeBytes, failure};
	} finally {
		inflater.destroy();
	}
}

/** The same bytes, after an offset one by one. */
function* singleBytesAfter(chunks: Iterable<Buffer>, offset: number): Generator<Buffer> {
	let position = 0;
	for (const chunk of chunks) {
		const whole = Math.max(0, Math.min(chunk.length, offset - position));
		if (whole > 0) {
			yield chunk.subarray(0, whole);
		}
		for (let at = whole; at < chunk.length; at++) {
			yield chunk.subarray(at, at + 1);
		}
		position += chunk.length;
	}
}

/** Where something follows: a file may be filled up with zeros. */
function contentAfter(file: CompressedFile, from: number): number {
	let offset = from;
	for (const chunk of file.chunks(from)) {
		const found = chunk.findIndex(byte => byte !== 0);
		if (found !== -1) {
			return offset + found;
		}
		offset += chunk.length;
	}
	return Number.POSITIVE_INFINITY;
}

/** Gives back memory that is used up to its end. Left to V8, a gigabyte of it would make it collect its whole heap ten times a second. */
function release({buffer, byteOffset, byteLength}: Buffer): void {
	if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) {
		buffer.transfer(0);
	}
}

const strangeRest = 'something that is not compressed follows the compressed data: it was not read (was something appended to the file?)';

function problemOf(failure: Error | undefined, offset: number, sizeBytes: number): string {
	if (failure === undefined || isCutOff(failure)) {
		return 'the compressed file is cut off: what there is was read (is it still being written? else copy it again)';
	}
	if (failure.message.includes('incorrect header check')) {
		return strangeRest;
	}
	const place = `the compressed file is damaged at byte ${offset} of ${sizeBytes}`;
	return isWrongSum(failure)
		? `${place} or before: its sum is wrong, so some of what was read may be wrong too (copy the file again)`
		: `${place}: what comes before that was read (copy the file again)`;
}

function isWrongSum({message}: Error): boolean {
	return /incorrect (?:data|length) check|checksum/i.test(message);
}

function isCutOff(failure: Error): boolean {
	return failure.message.includes('unexpected end');
}
