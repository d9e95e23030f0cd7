import type {Spot} from '../parts/log-position.ts';
import type {BatchId} from '../visits.ts';

const columns = 5;
const msColumn = 1;
const placeColumn = 2;
const lowestRpsColumn = 3;
const lowestSinceColumn = 4;
const fewest = 64;
const noRow = -1;
const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/**
Batches by id, in columns of numbers. Hundreds of thousands come and go, and objects for them would be most of the
garbage. The getters and setters work on the batch that was found or added last.
*/
export class BatchColumns {
	size = 0;
	/** A row per batch: its id (NaN if that is a text), then the columns above. */
	#rows = new Float64Array(fewest * columns);
	/** A hash table with linear probing: rows of numeric ids, counted from 1. */
	#places = new Uint16Array(fewest * 2);
	readonly #texts = new Map<string, number>();
	readonly #ids = new Map<number, string>();
	readonly #visits = new Map<number, Map<string, Spot>>();
	/** Start of the current row. */
	#at = 0;

	find(id: BatchId): boolean {
		const row = typeof id === 'number' ? this.#rowOf(id) : (this.#texts.get(id) ?? noRow);
		this.#at = row === noRow ? this.#at : row * columns;
		return row !== noRow;
	}

	/** Adds a new batch. */
	add(id: BatchId, ms: number, place: number, lowestRps: number, lowestSince: number, visits: Map<string, Spot> | undefined): void {
		if ((this.size + 1) * columns > this.#rows.length) {
			this.#grow();
		}
		const row = this.size++;
		this.#at = row * columns;
		if (typeof id === 'number') {
			this.#rows[this.#at] = id;
			this.#enter(id, row);
		} else {
			this.#rows[this.#at] = Number.NaN;
			this.#texts.set(id, row);
			this.#ids.set(row, id);
		}
		if (visits !== undefined) {
			this.#visits.set(row, visits);
		}
		this.ms = ms;
		this.place = place;
		this.lowestRps = lowestRps;
		this.lowestSince = lowestSince;
	}

	clear(): void {
		this.size = 0;
		this.#places.fill(0);
		this.#texts.clear();
		this.#ids.clear();
		this.#visits.clear();
	}

	/** Visits every batch in order of arrival, making each the current row. */
	*each(): Generator<BatchId> {
		for (let row = 0; row < this.size; row++) {
			this.#at = row * columns;
			yield this.#ids.get(row) ?? this.#rows[this.#at] ?? 0;
		}
	}

	get ms(): number {
		return this.#rows[this.#at + msColumn] ?? 0;
	}

	set ms(ms: number) {
		this.#rows[this.#at + msColumn] = ms;
	}

	get place(): number {
		return this.#rows[this.#at + placeColumn] ?? 0;
	}

	set place(place: number) {
		this.#rows[this.#at + placeColumn] = place;
	}

	get lowestRps(): number {
		return this.#rows[this.#at + lowestRpsColumn] ?? 0;
	}

	set lowestRps(rps: number) {
		this.#rows[this.#at + lowestRpsColumn] = rps;
	}

	get lowestSince(): number {
		return this.#rows[this.#at + lowestSinceColumn] ?? 0;
	}

	set lowestSince(bucket: number) {
		this.#rows[this.#at + lowestSinceColumn] = bucket;
	}

	get visits(): Map<string, Spot> | undefined {
		return this.#visits.size === 0 ? undefined : this.#visits.get(this.#at / columns);
	}

	#rowOf(id: number): number {
		const places = this.#places;
		let place = hashOf(id) & (places.length - 1);
		for (;;) {
			const row = (places[place] ?? 0) - 1;
			if (row === noRow || this.#rows[row * columns] === id) {
				return row;
			}
			place = (place + 1) & (places.length - 1);
		}
	}

	#enter(id: number, row: number): void {
		const places = this.#places;
		let place = hashOf(id) & (places.length - 1);
		while (places[place] !== 0) {
			place = (place + 1) & (places.length - 1);
		}
		places[place] = row + 1;
	}

	#grow(): void {
		const grown = new Float64Array(this.#rows.length * 2);
		grown.set(this.#rows);
		this.#rows = grown;
		this.#places = new Uint16Array(this.#places.length * 2);
		for (let row = 0; row < this.size; row++) {
			const id = grown[row * columns] ?? Number.NaN;
			if (!Number.isNaN(id)) {
				this.#enter(id, row);
			}
		}
	}
}

/** Mixes all bits of the number, because ids may be times or fractions. */
function hashOf(id: number): number {
	bits[0] = id + 0; // 0 and -0 are the same
	const mixed = Math.imul((words[0] ?? 0) ^ Math.imul(words[1] ?? 0, 0x9e3779b1), 0x85ebca6b);
	return mixed ^ (mixed >>> 15);
}
