import type {ReadMark} from './read-mark.ts';

const maxEnded = 1000;
const maxSeen = 10 * maxEnded;

/**
Remembers the files that had a followed name, up to a limit, so that a file that comes back, or a copy of it, is not
read twice.
*/
export class KnownFiles {
	readonly #seen = new Set<string>();
	#ended: Array<{readonly key: string; readonly mark: ReadMark}> = [];

	/** Marks of the files that have ended, and of the starts of those that existed before we began. */
	get ended(): readonly ReadMark[] {
		return this.#ended.map(({mark}) => mark);
	}

	endedOf(key: string): readonly ReadMark[] {
		return this.#ended.filter(ended => ended.key === key).map(({mark}) => mark);
	}

	end(key: string, mark: ReadMark): void {
		this.#ended = [...this.#ended, {key, mark}].slice(-maxEnded);
	}

	/** Whether the file was read or existed before we began; such a file is never read from its start. */
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
