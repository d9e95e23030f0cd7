const leastIdleShare = 20; // making it may cost a twentieth of the time

/** A value that takes long to make: made anew when its state is another one, and not before the interval is over. */
export class Paced<Value> {
	readonly #now: () => number;
	#value: Value;
	#state: string | undefined;
	#dueMs = 0;

	/** @param initial - Before it is made for the first time. */
	constructor(initial: Value, now: () => number) {
		this.#now = now;
		this.#value = initial;
	}

	/** It is due, whatever its state. */
	outdate(): void {
		this.#state = undefined;
	}

	/**
	@param state - What it is made of, in a word.
	@param intervalMs - 0 makes it at once.
	@param make - Given the value before.
	*/
	value(state: string, intervalMs: number, make: (before: Value) => Value): Value {
		const startMs = this.#now();
		if (state !== this.#state && (this.#state === undefined || intervalMs === 0 || startMs >= this.#dueMs)) {
			this.#value = make(this.#value);
			this.#state = state;
			const endMs = this.#now();
			this.#dueMs = endMs + Math.max(intervalMs, (endMs - startMs) * leastIdleShare);
		}

		return this.#value;
	}
}
