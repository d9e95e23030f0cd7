import type {Source, SourceEvent, SourceReading} from '../sources/index.ts';

const pieceBytes = 16 * 1024; // its lines are held in memory while another file's are due first

/**
The bytes of a source with one part, in small pieces, so that few lines have to wait while several files are merged.
*/
export class SourcePieces {
	readonly #events: AsyncGenerator<SourceEvent>;
	readonly #onEnd: () => void;
	#chunk: Uint8Array | undefined;
	#position = 0;

	constructor(source: Source, reading: SourceReading, onEnd: () => void) {
		this.#events = source.read(reading);
		this.#onEnd = onEnd;
	}

	/** @returns A piece whose memory is reused for the next one; `undefined` at the end. */
	async next(): Promise<Uint8Array | undefined> {
		if (this.#chunk === undefined || this.#position >= this.#chunk.length) {
			this.#chunk = await this.#nextChunk();
			this.#position = 0;
			if (this.#chunk === undefined) {
				return undefined;
			}
		}
		const piece = this.#chunk.subarray(this.#position, this.#position + pieceBytes);
		this.#position += pieceBytes;
		return piece;
	}

	async #nextChunk(): Promise<Uint8Array | undefined> {
		try {
			for (;;) {
				const {value} = await this.#events.next();
				if (value === undefined || value.type === 'bytes') {
					if (value === undefined) {
						this.#onEnd();
					}
					return value?.bytes;
				}
			}
		} catch (error) {
			this.#onEnd();
			throw error;
		}
	}
}
