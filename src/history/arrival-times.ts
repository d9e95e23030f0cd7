import {readFileSync} from 'node:fs';

/** When the lines of a recording came: what was written beside it. */
export class ArrivalTimes {
	readonly #offsets: readonly number[];
	readonly #times: readonly number[];

	private constructor(offsets: readonly number[], times: readonly number[]) {
		this.#offsets = offsets;
		this.#times = times;
	}

	/** @returns `undefined` where there is nothing beside the file that tells it. */
	static beside(path: string): ArrivalTimes | undefined {
		const offsets: number[] = [];
		const times: number[] = [];
		for (const text of linesOf(`${path}.times`)) {
			const arrival = parseArrival(text);
			if (arrival !== undefined && arrival.offset >= (offsets.at(-1) ?? 0)) {
				offsets.push(arrival.offset);
				times.push(arrival.atMs);
			}
		}
		return times.length === 0 ? undefined : new ArrivalTimes(offsets, times);
	}

	get firstMs(): number {
		return this.#times[0] ?? 0;
	}

	get lastMs(): number {
		return this.#times.at(-1) ?? 0;
	}

	/** When the line at an offset came, to a tenth of a second. */
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

function linesOf(path: string): readonly string[] {
	try {
		return readFileSync(path, 'utf8').split('\n');
	} catch {
		return [];
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
			typeof value.atMs === 'number'
			? {offset: value.offset, atMs: value.atMs}
			: undefined;
	} catch {
		return undefined; // the last line, cut off
	}
}
