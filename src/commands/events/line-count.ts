import type {Buffer} from 'node:buffer';
import {print} from '../print.ts';

/** Counts lines instead of printing them like `LineOutput`, and prints the count at the end. */
export class LineCount {
	readonly isClosed = false;
	#lines = 0;

	get lines(): number {
		return this.#lines;
	}

	add(_raw: Buffer, _isTerminated: boolean, lines = 1): void {
		this.#lines += lines;
	}

	count(lines: number): void {
		this.#lines += lines;
	}

	async flush(): Promise<void> {}

	async end(): Promise<void> {
		await print(`${this.#lines}\n`);
	}
}
