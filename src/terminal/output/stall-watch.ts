const stalledAfterMs = 1000; // a line of 9,600 bit/s takes something each few milliseconds

/** Tells whether what is under way goes on. */
export class StallWatch {
	#sinceMs = Number.POSITIVE_INFINITY;
	#next = Promise.withResolvers<void>();

	/** It has begun, or has come further. */
	moved(): void {
		this.#tell(performance.now());
	}

	/** Nothing is under way. */
	rested(): void {
		this.#tell(Number.POSITIVE_INFINITY);
	}

	/** Resolves at once, unless nothing has moved for a second that should: then when it goes on. */
	async whenMoving(): Promise<void> {
		if (performance.now() - this.#sinceMs > stalledAfterMs) {
			await this.#next.promise;
		}
	}

	#tell(sinceMs: number): void {
		this.#sinceMs = sinceMs;
		this.#next.resolve();
		this.#next = Promise.withResolvers();
	}
}
