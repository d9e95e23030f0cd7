/**
The newest `size` slots combined, as a tree over a ring. Setting a slot takes time proportional to the tree's height,
and nothing is ever subtracted, so rounding errors don't accumulate. What a slot holds depends only on time, never on
how the log was split into chunks.
*/
export class RingTree {
	readonly #combine: (a: number, b: number) => number;
	readonly #empty: number;
	readonly #leaves: number;
	readonly #cells: Float64Array;

	constructor(size: number, combine: (a: number, b: number) => number, empty: number) {
		this.#combine = combine;
		this.#empty = empty;
		this.#leaves = 2 ** Math.ceil(Math.log2(size));
		this.#cells = new Float64Array(2 * this.#leaves).fill(empty);
	}

	/** All slots combined. */
	get total(): number {
		return this.#cells[1] ?? this.#empty;
	}

	add(slot: number, value: number): void {
		this.#set(slot, this.#combine(this.#cells[this.#leaves + slot] ?? this.#empty, value));
	}

	clear(slot: number): void {
		this.#set(slot, this.#empty);
	}

	#set(slot: number, value: number): void {
		let at = this.#leaves + slot;
		this.#cells[at] = value;
		for (at >>= 1; at >= 1; at >>= 1) {
			this.#cells[at] = this.#combine(this.#cells[2 * at] ?? this.#empty, this.#cells[2 * at + 1] ?? this.#empty);
		}
	}
}
