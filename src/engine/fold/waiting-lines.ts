const most = {lines: 10_000, units: 4 * 1024 * 1024};

/**
Lines held back until a time is known, along with what was parsed from them. Bounded: past `most`, the caller stops
waiting.
*/
export class WaitingLines<Line> {
	#lines: Line[] = [];
	#units = 0;

	get length(): number {
		return this.#lines.length;
	}

	/** @param units - Length of its text in UTF-16 code units. @returns Whether there are now too many. */
	add(line: Line, units: number): boolean {
		this.#lines.push(line);
		this.#units += units;
		return this.#lines.length > most.lines || this.#units > most.units;
	}

	/** Returns all waiting lines and clears them. */
	takeAll(): readonly Line[] {
		const lines = this.#lines;
		this.#lines = [];
		this.#units = 0;
		return lines;
	}
}
