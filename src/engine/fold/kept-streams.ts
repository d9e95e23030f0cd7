import type {Buffer} from 'node:buffer';
import {Spool} from '../../history/recording/spool.ts';
import {WholeLines} from '../../history/recording/whole-lines.ts';

const maxBytes = 4 * 1024 ** 3;

/** Receives a stream's bytes as they are folded. */
export type KeptStream = {write(bytes: Uint8Array): void; end(): void};

/**
Copies of sources that can be read only once, so that their lines can be read again by line number. The lines of one
source are kept in the order in which they are counted.
*/
export class KeptStreams {
	readonly #spools = new Map<number, Spool>();
	readonly #onNotice: (notice: string) => void;

	#hasTold = false;

	constructor(onNotice: (notice: string) => void) {
		this.#onNotice = onNotice;
	}

	/** @param file - Index of the source; the outputs of a command are one source. */
	open(file: number): KeptStream {
		const spool = this.#spoolOf(file);
		const lines = new WholeLines();
		let hasRoom = spool !== undefined;
		const append = (run: ReturnType<WholeLines['push']>) => {
			if (hasRoom && spool?.append(run) === false) {
				hasRoom = false;
				this.#tellOnce('some evidence lines are missing: no room for temporary files (set TMPDIR to a folder with room)');
			}
		};
		return {
			write(bytes) {
				if (hasRoom) {
					append(lines.push(bytes));
				}
			},
			end: () => append(lines.end()),
		};
	}

	/** @returns The lines of a source from its start; `undefined` if none were kept. */
	chunksOf(file: number): Iterable<Buffer> | undefined {
		return this.#spools.get(file)?.chunks();
	}

	close(): void {
		for (const spool of this.#spools.values()) {
			spool.close();
		}
	}

	/** A command has two output streams, and both may fail. */
	#tellOnce(notice: string): void {
		if (!this.#hasTold) {
			this.#hasTold = true;
			this.#onNotice(notice);
		}
	}

	#spoolOf(file: number): Spool | undefined {
		const known = this.#spools.get(file);
		if (known !== undefined) {
			return known;
		}
		try {
			const spool = new Spool(maxBytes);
			this.#spools.set(file, spool);
			return spool;
		} catch {
			this.#tellOnce('evidence lines are missing: no temporary file can be created (set TMPDIR to a writable folder with room)');
			return undefined;
		}
	}
}
