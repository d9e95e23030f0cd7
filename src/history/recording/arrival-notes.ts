/** The lines from an offset on arrived at this time, on this stream. */
export type Arrival = {readonly offset: number; readonly atMs: number; readonly stream: string};

const everyMs = 100;

/** When the lines that wait to be written arrived. */
export class ArrivalNotes {
	#noted: Arrival[] = [];
	#last: Arrival | undefined;
	#lastTaken: Arrival | undefined;

	note(arrival: Arrival): void {
		const last = this.#last;
		if (last === undefined || last.stream !== arrival.stream || arrival.atMs - last.atMs >= everyMs) {
			this.#last = arrival;
			this.#noted.push(arrival);
		}
	}

	/** Call it when those lines will not be written. */
	forget(): void {
		this.#noted = [];
		this.#last = undefined;
	}

	/**
	Takes the notes for lines before an offset, in the form of a segment's side file: offsets relative to the segment,
	starting at its start.
	*/
	take(to: number, {startOffset, length}: {readonly startOffset: number; readonly length: number}): string {
		const count = this.#noted.findIndex(({offset}) => offset >= to);
		const taken = this.#noted.splice(0, count === -1 ? this.#noted.length : count);
		if (length === 0 && this.#lastTaken !== undefined && taken[0]?.offset !== startOffset) {
			taken.unshift({...this.#lastTaken, offset: startOffset});
		}
		this.#lastTaken = taken.at(-1) ?? this.#lastTaken;
		return taken.map(arrival => `${JSON.stringify({...arrival, offset: arrival.offset - startOffset})}\n`).join('');
	}
}
