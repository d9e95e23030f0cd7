const stalledAfterMs = 1000; // even a line of 9,600 bit/s takes something every few milliseconds

/** Watches whether a write makes progress. */
export class StallWatch {
	#sinceMs = Number.POSITIVE_INFINITY;
	#next = Promise.withResolvers<void>();

	/** The write has begun or has made progress. */
	moved(): void {
		this.#tell(performance.now());
	}

	/** No write is in progress. */
	rested(): void {
		this.#tell(Number.POSITIVE_INFINITY);
	}

	/** Resolves immediately, unless a write has made no progress for a second: then when it continues. */
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
