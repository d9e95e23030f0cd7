const leastIdleShare = 20; // rebuilding may cost a twentieth of the time

/** A value that is expensive to make. It is rebuilt when its state has changed and the interval has passed. */
export class PacedValue<Value> {
	readonly #now: () => number;
	#value: Value;
	#state: string | undefined;
	#dueMs = 0;

	/** @param initial - The value until it is first made. */
	constructor(initial: Value, now: () => number) {
		this.#now = now;
		this.#value = initial;
	}

	/** Makes it due, whatever its state. */
	outdate(): void {
		this.#state = undefined;
	}

	/**
	@param state - Identifies the input; the value is rebuilt when it changes.
	@param intervalMs - With 0 it is rebuilt immediately.
	@param make - Gets the previous value.
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
