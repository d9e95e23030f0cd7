const most = {lines: 10_000, units: 4 * 1024 * 1024};

/** Lines that are kept back for want of a time, with what was made of them. Of more the first time is not waited for. */
export class WaitingLines<Line> {
	#lines: Line[] = [];
	#units = 0;

	get length(): number {
		return this.#lines.length;
	}

	/** @param units - How long its text is. @returns Whether there are too many of them now. */
	add(line: Line, units: number): boolean {
		this.#lines.push(line);
		this.#units += units;
		return this.#lines.length > most.lines || this.#units > most.units;
	}

	/** None is waiting any more. */
	takeAll(): readonly Line[] {
		const lines = this.#lines;
		this.#lines = [];
		this.#units = 0;
		return lines;
	}
}
