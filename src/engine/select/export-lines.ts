import {Buffer} from 'node:buffer';
import {close, write} from 'node:fs';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {promisify} from 'node:util';
import {identityOf, removeFile} from '../../files/identity.ts';
import {openNewFile} from '../../files/own-file.ts';
import type {ExportEnd, ExportProgress} from '../../history/export-state.ts';
import type {MatchingLines} from '../../history/index/matching-lines.ts';
import {codeOf, whyUnwritten} from '../../shared/system-error.ts';

const writeAsync = promisify(write);
const closeAsync = promisify(close);
const writeBytes = 1024 * 1024;
const sliceMs = 10;
const progressMs = 200;
const lineFeed = 0x0a;

export type ExportOptions = {
	readonly signal: AbortSignal;
	/** Called a few times a second. */
	readonly onProgress: (progress: ExportProgress) => void;
};

/**
Writes lines exactly as in the log to a new file that only its owner can read. If it fails, the file is removed. A
line without a newline gets one if another line follows.

Works in slices, so that reading and drawing continue meanwhile.
*/
export async function exportLines(blocks: Iterable<MatchingLines>, path: string, {signal, onProgress}: ExportOptions): Promise<ExportEnd> {
	let fd: number;
	try {
		fd = openNewFile(path);
	} catch (error) {
		return codeOf(error) === 'EEXIST' ? {type: 'taken'} : {type: 'failed', why: whyOf(error)};
	}
	const identity = identityOf(fd);
	const output = new Output(fd);
	let lostLines = 0;
	let toldAt = performance.now();
	let sliceEnd = toldAt + sliceMs;
	try {
		for (const block of blocks) {
			if (signal.aborted) {
				break;
			}
			lostLines += block.lostLines;
			for (const line of block.lines) {
				await output.add(line);
			}
			if (performance.now() > sliceEnd) {
				await nextTurn();
				sliceEnd = performance.now() + sliceMs;
			}
			if (performance.now() - toldAt > progressMs) {
				toldAt = performance.now();
				onProgress({lines: output.lines, share: block.share});
			}
		}
		await output.flush();
		return {type: signal.aborted ? 'stopped' : 'done', lines: output.lines, bytes: output.bytes, lostLines};
	} catch (error) {
		removeFile(path, identity);
		return {type: 'failed', why: whyOf(error)};
	} finally {
		await closeAsync(fd).catch(() => {});
	}
}

class Output {
	lines = 0;
	bytes = 0;
	readonly #fd: number;
	#waiting: Buffer[] = [];
	#waitingBytes = 0;
	#isTerminated = true;

	constructor(fd: number) {
		this.#fd = fd;
	}

	async add(line: Iterable<Buffer>): Promise<void> {
		if (!this.#isTerminated) {
			this.#push(newline);
		}
		for (const piece of line) {
			this.#push(piece);
			if (this.#waitingBytes >= writeBytes) {
				await this.flush();
			}
		}
		this.lines++;
	}

	async flush(): Promise<void> {
		const bytes = Buffer.concat(this.#waiting);
		this.#waiting = [];
		this.#waitingBytes = 0;
		for (let done = 0; done < bytes.length; ) {
			const {bytesWritten} = await writeAsync(this.#fd, bytes, done);
			done += bytesWritten;
		}
		this.bytes += bytes.length;
	}

	#push(bytes: Buffer): void {
		this.#waiting.push(bytes);
		this.#waitingBytes += bytes.length;
		this.#isTerminated = (bytes.at(-1) ?? lineFeed) === lineFeed;
	}
}

const newline = Buffer.from('\n');

function whyOf(error: unknown): string {
	const code = codeOf(error);
	return code === undefined ? String(error instanceof Error ? error.message : error) : whyUnwritten(code);
}
