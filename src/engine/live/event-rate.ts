const spanMs = 1000;

/** Events per second, over the last second. */
export class EventRate {
	#samples: Array<{readonly atMs: number; readonly events: number}> = [];

	/** @param events - Total number of events so far. */
	at(atMs: number, events: number): number {
		this.#samples.push({atMs, events});
		const first = this.#samples.findLastIndex(sample => sample.atMs <= atMs - spanMs);
		this.#samples = this.#samples.slice(Math.max(0, first));
		const oldest = this.#samples[0];
		const elapsedMs = atMs - (oldest?.atMs ?? atMs);
		return oldest === undefined || elapsedMs <= 0 ? 0 : ((events - oldest.events) * 1000) / Math.max(spanMs, elapsedMs);
	}
}
