/** A set of line positions as bits. */
export class LineSet {
	#bytes = new Uint8Array(0);

	has(position: number): boolean {
		return ((this.#bytes[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
	}

	add(position: number): void {
		const index = position >> 3;
		if (index >= this.#bytes.length) {
			const grown = new Uint8Array(Math.max(16, 2 * index));
			grown.set(this.#bytes);
			this.#bytes = grown;
		}
		this.#bytes[index] = (this.#bytes[index] ?? 0) | (1 << (position & 7));
	}

	/** Adds another set, shifted by `lines`. */
	append(other: LineSet, lines: number): void {
		for (let position = 0; position < other.#bytes.length * 8; position++) {
			if (other.has(position)) {
				this.add(lines + position);
			}
		}
	}
}
