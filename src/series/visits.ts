import {compareSpots, placeAfter, type Spot} from './parts/log-position.ts';

const sampleSize = 64;
const maxStages = 256; // per batch: more than have their own rows

export type BatchId = string | number;
type Sampled = {readonly hash: number; readonly key: string; readonly stages: Map<string, Spot>};
export type VisitsData = readonly Sampled[];

/**
When each batch of a sample was at each stage, which reveals the order of the stages. The sample consists of the batches
with the lowest hashes of their ids, so any halves of a log sample the same ones.
*/
export class Visits {
	/** Sorted by hash. */
	#sample: Sampled[] = [];

	/** The visits of a new batch, if it belongs to the sample. */
	sample(id: BatchId): Map<string, Spot> | undefined {
		const hash = typeof id === 'number' ? hashOfNumber(id) : hashOfText(id);
		const last = this.#sample[sampleSize - 1];
		return last !== undefined && last.hash < hash ? undefined : this.#enter({hash, key: `${typeof id} ${id}`, stages: new Map()})?.stages;
	}

	toData(): VisitsData {
		return this.#sample;
	}

	merge(right: VisitsData, linesBefore: number): void {
		for (const {hash, key, stages} of right) {
			const mine = this.#enter({hash, key, stages: new Map()});
			for (const [stage, spot] of mine === undefined ? [] : stages) {
				noteVisit(mine?.stages, stage, spot.ms, placeAfter(spot.place, linesBefore));
			}
		}
	}

	/** The mean position of each stage among the stages of a batch, considering only visits before a time. */
	meanOrdinals(beforeMs: number): Map<string, number> {
		const sums = new Map<string, {sum: number; count: number}>();
		for (const {stages} of this.#sample) {
			const seen = [...stages].filter(([, spot]) => spot.ms < beforeMs).sort((a, b) => compareSpots(a[1], b[1]));
			for (const [ordinal, [stage]] of seen.entries()) {
				const entry = sums.get(stage) ?? {sum: 0, count: 0};
				entry.sum += ordinal;
				entry.count++;
				sums.set(stage, entry);
			}
		}

		return new Map([...sums].map(([stage, {sum, count}]) => [stage, sum / count]));
	}

	#enter(candidate: Sampled): Sampled | undefined {
		const last = this.#sample[sampleSize - 1];
		if (last !== undefined && compareSampled(last, candidate) < 0) {
			return undefined;
		}

		let index = this.#sample.length;
		while (index > 0) {
			const before = this.#sample[index - 1];
			const order = before === undefined ? -1 : compareSampled(before, candidate);
			if (order === 0) {
				return before;
			}

			if (order < 0) {
				break;
			}

			index--;
		}

		this.#sample.splice(index, 0, candidate);
		this.#sample.length = Math.min(this.#sample.length, sampleSize);
		return candidate;
	}
}

/** Notes when a batch first was at a stage. */
export function noteVisit(stages: Map<string, Spot> | undefined, stage: string, ms: number, place: number): void {
	const known = stages?.get(stage);
	if (known === undefined ? (stages?.size ?? 0) < maxStages : compareSpots({ms, place}, known) < 0) {
		stages?.set(stage, {ms, place});
	}
}

function compareSampled(a: Sampled, b: Sampled): number {
	return a.hash - b.hash || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** FNV-1a, 32 bits. */
function hashOfText(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}

	return mixed(hash);
}

function hashOfNumber(id: number): number {
	return mixed(Math.trunc(id) ^ Math.imul(Math.trunc(id / 2 ** 32), 0x01000193));
}

/** The last steps of MurmurHash3, so that consecutive ids don't sort by number. */
function mixed(hash: number): number {
	const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
	return (twice ^ (twice >>> 16)) >>> 0;
}
