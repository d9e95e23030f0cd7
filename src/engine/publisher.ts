/**
Decides when to publish a frame: the first as soon as something has changed, then at most one per interval, and never
before the last one was taken. Making frames takes at most a third of the time. What the user asked for doesn't wait
for the interval.
*/
export class Publisher {
	readonly #intervalMs: number;
	readonly #publish: () => void;
	readonly #now: () => number;
	#isDirty = false;
	#isUrgent = false;
	#isUnseen = false;
	#lastMs = Number.NEGATIVE_INFINITY;
	/** What the last two frames took. */
	#costsMs: readonly [number, number] = [0, 0];
	#timer: NodeJS.Timeout | undefined;

	constructor(intervalMs: number, publish: () => void, now: () => number) {
		this.#now = now;
		this.#intervalMs = intervalMs;
		this.#publish = publish;
	}

	/** Something that the screen shows has changed. */
	changed(): void {
		this.#isDirty = true;
		this.#schedule();
	}

	/** The user is waiting for a frame. */
	asked(): void {
		this.#isDirty = true;
		this.#isUrgent = true;
		this.#schedule();
	}

	/** The last frame was taken. */
	seen(): void {
		this.#isUnseen = false;
		if (this.#isDirty) {
			this.#schedule();
		}
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#isUnseen = true;
	}

	#schedule(): void {
		if (this.#isUnseen) {
			return;
		}
		const waitMs = this.#isUrgent ? 0 : this.#lastMs + Math.max(this.#intervalMs, 3 * Math.min(...this.#costsMs)) - this.#now();
		if (waitMs <= 0) {
			this.#publishNow();
		} else {
			this.#timer ??= setTimeout(() => this.#publishNow(), waitMs);
		}
	}

	#publishNow(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#isUnseen && this.#isDirty) {
			this.#isDirty = false;
			this.#isUrgent = false;
			this.#isUnseen = true;
			this.#lastMs = this.#now();
			this.#publish();
			this.#costsMs = [this.#costsMs[1], this.#now() - this.#lastMs];
		}
	}
}
