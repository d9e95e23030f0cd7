import type {Spot} from '../parts/log-position.ts';
import type {BatchId} from '../visits.ts';
import {BatchColumns} from './batch-columns.ts';

/** This many of the first batches are never forgotten. */
export const perGeneration = 16_384;

/**
Batches by id, with limited memory: the first 16,384, and the newest 16,384 to 32,768. The first are kept because they
are the ones that a part of a log shares with the part before it. `latest` has the batch that was found or added last.
*/
export class NamedBatches {
	readonly #first = new BatchColumns();
	#older = new BatchColumns();
	#newer = new BatchColumns();
	latest = this.#first;

	get size(): number {
		return this.#first.size + this.#older.size + this.#newer.size;
	}

	find(id: BatchId): boolean {
		for (const batches of [this.#newer, this.#older, this.#first]) {
			if (batches.find(id)) {
				this.latest = batches;
				return true;
			}
		}
		return false;
	}

	/** Adds a new batch. */
	add(id: BatchId, ms: number, place: number, lowestRps: number, lowestSince: number, visits: Map<string, Spot> | undefined): void {
		this.latest = this.#first.size < perGeneration ? this.#first : this.#newest();
		this.latest.add(id, ms, place, lowestRps, lowestSince, visits);
	}

	/** Makes each batch the latest in turn, oldest first. */
	*each(): Generator<BatchId> {
		for (const batches of [this.#first, this.#older, this.#newer]) {
			this.latest = batches;
			yield* batches.each();
		}
	}

	#newest(): BatchColumns {
		if (this.#newer.size >= perGeneration) {
			const forgotten = this.#older;
			this.#older = this.#newer;
			this.#newer = forgotten;
			forgotten.clear();
		}
		return this.#newer;
	}
}
