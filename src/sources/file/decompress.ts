import type {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {Transform} from 'node:stream';

const mostInflatedBytes = 8 * 1024 * 1024;

/** A file of one or more compressed members in a row. */
export type CompressedFile = {
	/** Size when it was opened. */
	readonly sizeBytes: number;
	/** Its bytes from an offset on. Each chunk reuses the memory of the previous one. */
	chunks(from: number): Iterable<Buffer>;
	newInflater(): Inflater;
	/** Whether a member starts at an offset. */
	isMemberAt(offset: number): boolean;
};

/** One of Node's inflaters; `bytesWritten` is how much of its input it has consumed. */
export type Inflater = Transform & {readonly bytesWritten: number};

/** How far an inflater got. */
type Ending = {readonly takenBytes: number; readonly madeBytes: number; readonly failure: Error | undefined};

/**
The content of a file, as far as it is undamaged.

@yields A chunk whose memory is freed when the next one is requested; copy what must be kept.
@param onProblem - Called at most once, at the end: `the compressed file is cut off ...`.
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
Inflates from an offset as far as possible. A failing inflater discards its output for the last chunk, so a second
pass inflates the earlier chunks again and then feeds single bytes, to get everything before the first wrong byte.
*/
async function* inflateAll(file: CompressedFile, from: number): AsyncGenerator<Buffer, Ending> {
	const ending = yield* inflate(file.chunks(from), file.newInflater(), 0);
	return ending.failure === undefined || isCutOff(ending.failure)
		? ending
		: yield* inflate(singleBytesAfter(file.chunks(from), ending.takenBytes), file.newInflater(), ending.madeBytes);
}

/**
Inflates chunk by chunk: the next one in Node's thread pool while the caller uses the output of the last one.

@param skippedBytes - How many bytes of output the caller already has; they are skipped.
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
	/** Inflates the next chunk or, at the end, the remainder. @returns Whether there may be more. */
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
		// it consumes nothing after the end of its member
		return failure === undefined && inflater.bytesWritten === givenBytes;
	};
	let inflating: Promise<boolean> | undefined;
	/** Bounds the output held at once, since a chunk can inflate to more than a thousand times its size. */
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
			next?.catch(() => {}); // handled above, unless the caller stops early
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

/** The same bytes, one by one after an offset. */
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

/** The offset of the next byte that isn't zero, since a file may be padded with zeros. */
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

/**
Frees a chunk's memory if the chunk ends its buffer. If V8 had to free a gigabyte of these, it would collect its whole
heap ten times a second.
*/
function release({buffer, byteOffset, byteLength}: Buffer): void {
	if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) {
		buffer.transfer(0);
	}
}

const strangeRest = 'uncompressed data follows the compressed data and was not read (was something appended to the file?)';

function problemOf(failure: Error | undefined, offset: number, sizeBytes: number): string {
	if (failure === undefined || isCutOff(failure)) {
		return 'the compressed file is cut off: what there was of it was read (is it still being written? if not, copy it again)';
	}
	if (failure.message.includes('incorrect header check')) {
		return strangeRest;
	}
	const place = `the compressed file is damaged at byte ${offset} of ${sizeBytes}`;
	return isWrongSum(failure)
		? `${place} or before: its checksum is wrong, so some of what was read may be wrong too (copy the file again)`
		: `${place}: everything before that was read (copy the file again)`;
}

function isWrongSum({message}: Error): boolean {
	return /incorrect (?:data|length) check|checksum/i.test(message);
}

function isCutOff(failure: Error): boolean {
	return failure.message.includes('unexpected end');
}
