import {Buffer} from 'node:buffer';
import {closeSync, readSync} from 'node:fs';
import {LineSplitter} from '../../events/lines/split-lines.ts';
import {ForeignFileError, openOwnFile} from '../../files/own-file.ts';
import {timesPath} from './recording-names.ts';

const mostBytes = 256 * 1024 * 1024; // more than a segment of the shortest lines needs
const chunkBytes = 64 * 1024;
const farthestMs = 8.64e15; // the limit of a `Date`

/** When the lines of a recording arrived, from its side file. */
export class ArrivalTimes {
	readonly #offsets: readonly number[];
	readonly #times: readonly number[];

	private constructor(offsets: readonly number[], times: readonly number[]) {
		this.#offsets = offsets;
		this.#times = times;
	}

	/** @returns `undefined` when there is no such file, an error when someone else could have written it. */
	static beside(path: string): ArrivalTimes | ForeignFileError | undefined {
		const offsets: number[] = [];
		const times: number[] = [];
		const splitter = new LineSplitter(({text}) => {
			const arrival = parseArrival(text);
			if (arrival !== undefined && arrival.offset >= (offsets.at(-1) ?? 0)) {
				offsets.push(arrival.offset);
				times.push(arrival.atMs);
			}
		});
		try {
			readInto(splitter, timesPath(path));
		} catch (error) {
			return error instanceof ForeignFileError ? error : undefined;
		}
		return times.length === 0 ? undefined : new ArrivalTimes(offsets, times);
	}

	get firstMs(): number {
		return this.#times[0] ?? 0;
	}

	get lastMs(): number {
		return this.#times.at(-1) ?? 0;
	}

	/** When the line at an offset arrived, to a tenth of a second. */
	at(offset: number): number {
		let low = 0;
		let high = this.#offsets.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((this.#offsets[middle] ?? 0) <= offset) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return this.#times[low] ?? this.firstMs;
	}
}

function readInto(splitter: LineSplitter, path: string): void {
	const {fd, sizeBytes} = openOwnFile(path, {maxBytes: mostBytes});
	try {
		const chunk = Buffer.allocUnsafe(chunkBytes);
		for (let offset = 0, count = -1; count !== 0 && offset < sizeBytes; offset += count) {
			count = readSync(fd, chunk, 0, chunkBytes, offset);
			splitter.write(chunk.subarray(0, count));
		}
		splitter.end();
	} finally {
		closeSync(fd);
	}
}

function parseArrival(text: string): {readonly offset: number; readonly atMs: number} | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' &&
			value !== null &&
			'offset' in value &&
			'atMs' in value &&
			typeof value.offset === 'number' &&
			typeof value.atMs === 'number' &&
			Math.abs(value.atMs) <= farthestMs
			? {offset: value.offset, atMs: value.atMs}
			: undefined;
	} catch {
		return undefined; // the last line may be incomplete
	}
}
