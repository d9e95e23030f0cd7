import {copyOf} from '../copy-of.ts';

const joinedLimit = 1024 * 1024;
const streamsLimit = 64;

/**
Joins texts that a container runtime cut into pieces, by stream. All streams together hold at most 1 Mi characters. A
text beyond that comes out incomplete.
*/
export class JoinedPieces {
	readonly #pieces = new Map<string, string[]>();
	#length = 0;

	/** @returns The whole text once it ends, `undefined` until then. */
	add(stream: string, text: string, ends: boolean): string | undefined {
		const pieces = this.#pieces.get(stream);
		if (ends && pieces === undefined) {
			return text;
		}
		const length = text.length + (pieces === undefined ? stream.length : 0);
		const isFull = this.#length + length > joinedLimit || (pieces === undefined && this.#pieces.size >= streamsLimit);
		if (ends || isFull) {
			this.#pieces.delete(stream);
			this.#length -= pieces === undefined ? 0 : stream.length + lengthOf(pieces);
			return [...(pieces ?? []), text].join('');
		}
		this.#length += length;
		if (pieces === undefined) {
			this.#pieces.set(copyOf(stream), [copyOf(text)]);
		} else if (text !== '') {
			pieces.push(copyOf(text));
		}
		return undefined;
	}

	/** The texts whose end never came. */
	takeAll(): string[] {
		const texts = [...this.#pieces.values()].map(pieces => pieces.join(''));
		this.#pieces.clear();
		this.#length = 0;
		return texts;
	}
}

function lengthOf(pieces: readonly string[]): number {
	return pieces.reduce((sum, {length}) => sum + length, 0);
}
