/** So many of the first keys are never forgotten. */
export const perGeneration = 16_384;

/**
A map that forgets: it holds the first 16,384 keys, and the newest 16,384 to 32,768. The first are kept because they are what a half of a log shares with the half
before it.
*/
export class Generations<Key, Value> {
	readonly #first = new Map<Key, Value>();
	#older = new Map<Key, Value>();
	#newer = new Map<Key, Value>();
	#forgotten: Value[] = [];

	get size(): number {
		return this.#first.size + this.#older.size + this.#newer.size;
	}

	get(key: Key): Value | undefined {
		return this.#newer.get(key) ?? this.#older.get(key) ?? this.#first.get(key);
	}

	/** Adds a key that isn't there. */
	add(key: Key, value: Value): void {
		if (this.#first.size < perGeneration) {
			this.#first.set(key, value);
			return;
		}

		if (this.#newer.size >= perGeneration) {
			this.#forgotten = [...this.#older.values()];
			this.#older = this.#newer;
			this.#newer = new Map();
		}

		this.#newer.set(key, value);
	}

	/** A value that was forgotten, to be used again: one that lived so long is costly to collect. */
	takeForgotten(): Value | undefined {
		return this.#forgotten.pop();
	}

	/** Keys and values, oldest first. */
	*entries(): Generator<[Key, Value]> {
		yield* this.#first;
		yield* this.#older;
		yield* this.#newer;
	}
}
