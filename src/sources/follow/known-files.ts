import type {ReadMark} from './read-mark.ts';

const maxEnded = 1000;
const maxSeen = 10 * maxEnded;

/** The files that had a followed name, by their keys, as many as can be remembered: where one comes back, or a copy of it, it is not read twice. */
export class KnownFiles {
	readonly #seen = new Set<string>();
	#ended: Array<{readonly key: string; readonly mark: ReadMark}> = [];

	/** What was read of files that have ended, and the starts of those that were there before. */
	get ended(): readonly ReadMark[] {
		return this.#ended.map(({mark}) => mark);
	}

	endedOf(key: string): readonly ReadMark[] {
		return this.#ended.filter(ended => ended.key === key).map(({mark}) => mark);
	}

	end(key: string, mark: ReadMark): void {
		this.#ended = [...this.#ended, {key, mark}].slice(-maxEnded);
	}

	/** Whether it was read, or was there before: then it is never to be read from its start. */
	isSeen(key: string): boolean {
		return this.#seen.has(key);
	}

	see(key: string): void {
		this.#seen.add(key);
		if (this.#seen.size > maxSeen) {
			const [oldest] = this.#seen;
			this.#seen.delete(oldest ?? '');
		}
	}
}
