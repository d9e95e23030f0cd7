import {isNotBefore, placeAfter, type Spot} from '../parts/log-position.ts';
import {shortId, shortName} from '../parts/short-text.ts';
import type {Tally} from '../tally.ts';
import {type BatchId, noteVisit, Visits, type VisitsData} from '../visits.ts';
import type {Batch} from './batch.ts';
import {NamedBatches, perGeneration} from './named-batches.ts';
import {RecentBatches, type RecentBatchesData} from './recent-batches.ts';
import {UnnamedBatches, type UnnamedData} from './unnamed-batches.ts';

export type BatchesData = {
	readonly ids: readonly BatchId[];
	/** For each id: start (time, place), lowest throughput, and the bucket since which that is known. */
	readonly named: Float64Array;
	/** The lowest numeric id that came after the first 16,384 batches, including forgotten ones. */
	readonly lowestLaterId: number;
	readonly unnamed: UnnamedData;
	readonly recent: RecentBatchesData;
	readonly visits: VisitsData;
};

/**
Batches: how many, in which order they visit the stages, and the slowest stage of the last ones. Batches with an id are
counted exactly however the log is split, as long as no batch spans 16,384 others. Batches without an id are separated
by the order of the lines, and splitting the log can split one.
*/
export class Batches {
	readonly recent = new RecentBatches();
	readonly visits = new Visits();
	readonly #named = new NamedBatches();
	readonly #unnamed = new UnnamedBatches();
	readonly #tally: Tally;
	/** The largest numeric id so far. A larger one is new and needs no lookup. */
	#largestId = Number.NEGATIVE_INFINITY;
	#lowestLaterId = Number.POSITIVE_INFINITY;
	/** The batch of the last lookup, which usually is the next event's batch too. */
	#latestId: BatchId | undefined;

	constructor(tally: Tally) {
		this.#tally = tally;
	}

	/** Adds a completion or failure of a stage. `bucketOf` is the series' own. */
	add(
		id: BatchId | undefined,
		stage: string,
		host: string,
		ms: number,
		place: number,
		rps: number | undefined,
		bucketOf: (ms: number) => number,
	): void {
		const bucket = bucketOf(ms);
		const batch = id === undefined ? this.#unnamed.of(host, stage, ms, place, bucket) : this.#ofId(shortId(id), ms, place, bucketOf);
		if (batch.visits !== undefined) {
			noteVisit(batch.visits, shortName(stage), ms, place);
		}
		this.#noteRate(batch, bucket, rps ?? Number.NaN, bucketOf);
	}

	/**
	Adds consecutive completions of one batch, all in one bucket, none before the first.

	@param lowestRps - NaN when no throughput is known.
	@returns Where to note the batch's visits, if they are noted at all.
	*/
	addRun(
		id: BatchId,
		ms: number,
		place: number,
		bucket: number,
		lowestRps: number,
		bucketOf: (ms: number) => number,
	): Map<string, Spot> | undefined {
		const batch = this.#ofId(shortId(id), ms, place, bucketOf);
		this.#noteRate(batch, bucket, lowestRps, bucketOf);
		return batch.visits;
	}

	/** Whether the contents depend on the order of the lines, as batches without ids do. */
	get isOrderBound(): boolean {
		return this.#unnamed.size > 0;
	}

	/**
	Whether merging gives the same result as one pass. If there were more batches than are remembered, none of them may
	occur on both sides.
	*/
	mayMerge({ids, lowestLaterId}: BatchesData): boolean {
		const isNew = (id: BatchId) => typeof id === 'number' || !this.#named.find(id);
		this.#latestId = undefined;
		return lowestLaterId > this.#largestId && ids.slice(perGeneration).every(isNew);
	}

	toData(): BatchesData {
		const ids: BatchId[] = [];
		const named = new Float64Array(this.#named.size * 4);
		for (const id of this.#named.each()) {
			const {ms, place, lowestRps, lowestSince} = this.#named.latest;
			named.set([ms, place, lowestRps, lowestSince], ids.push(id) * 4 - 4);
		}
		this.#latestId = undefined;

		return {
			ids,
			named,
			lowestLaterId: this.#lowestLaterId,
			unnamed: this.#unnamed.toData(),
			recent: this.recent.toData(),
			visits: this.visits.toData(),
		};
	}

	merge(right: BatchesData, linesBefore: number, bucketOf: (ms: number) => number): void {
		/** Batches that both sides know, by the place and time where the other side saw them begin. */
		const shared = new Map<number, Map<number, Spot>>();
		for (const [index, id] of right.ids.entries()) {
			const {ms, place, lowestRps, lowestSince} = batchAt(right.named, index, linesBefore);
			if (!this.#find(id)) {
				this.#addNamed(id, ms, place, lowestRps, lowestSince);
				continue;
			}

			const mine = this.#named.latest;
			this.#tally.addBatches(bucketOf(isNotBefore(mine.ms, mine.place, ms, place) ? mine.ms : ms), -1);
			if (!isNotBefore(ms, place, mine.ms, mine.place)) {
				this.#moveBegin(mine, ms, place, bucketOf);
			}

			shared.set(place, (shared.get(place) ?? new Map<number, Spot>()).set(ms, {ms: mine.ms, place: mine.place}));
			if (lowestRps < mine.lowestRps) {
				mine.lowestRps = lowestRps;
				mine.lowestSince = lowestSince;
			}
		}

		this.#unnamed.merge(right.unnamed, linesBefore);
		this.recent.merge(right.recent, linesBefore, bucketOf, (ms, place) => shared.get(place)?.get(ms));
		this.visits.merge(right.visits, linesBefore);
	}

	halve(): void {
		this.recent.halve();
		for (const _ of this.#named.each()) {
			const {latest} = this.#named;
			latest.lowestSince = Math.floor(latest.lowestSince / 2);
		}
		this.#latestId = undefined;

		this.#unnamed.halve();
	}

	#noteRate(batch: Batch, bucket: number, rps: number, bucketOf: (ms: number) => number): void {
		if (rps < batch.lowestRps || (bucket < batch.lowestSince && !Number.isNaN(rps))) {
			this.recent.note(bucketOf(batch.ms), batch, bucket, rps);
			if (rps <= batch.lowestRps) {
				batch.lowestRps = rps;
				batch.lowestSince = bucket;
			}
		}
	}

	#ofId(id: BatchId, ms: number, place: number, bucketOf: (ms: number) => number): Batch {
		if (!this.#find(id)) {
			this.#addNamed(id, ms, place, Number.POSITIVE_INFINITY, bucketOf(ms));
			this.#tally.addBatches(bucketOf(ms), 1);
			return this.#named.latest;
		}

		const known = this.#named.latest;
		if (!isNotBefore(ms, place, known.ms, known.place)) {
			this.#tally.addBatches(bucketOf(known.ms), -1);
			this.#tally.addBatches(bucketOf(ms), 1);
			this.#moveBegin(known, ms, place, bucketOf);
		}

		return known;
	}

	/** Whether the batch is known. If so, it becomes the latest. */
	#find(id: BatchId): boolean {
		if (id === this.#latestId) {
			return true;
		}
		const isKnown = !(typeof id === 'number' && id > this.#largestId) && this.#named.find(id);
		this.#latestId = isKnown ? id : this.#latestId;
		return isKnown;
	}

	#addNamed(id: BatchId, ms: number, place: number, lowestRps: number, lowestSince: number): void {
		if (typeof id === 'number' && this.#named.size >= perGeneration) {
			this.#lowestLaterId = Math.min(this.#lowestLaterId, id);
		}

		this.#named.add(id, ms, place, lowestRps, lowestSince, this.visits.sample(id));
		this.#largestId = typeof id === 'number' ? Math.max(this.#largestId, id) : this.#largestId;
		this.#latestId = id;
	}

	/** Moves the start of a batch: an earlier event than the first known one has arrived. */
	#moveBegin(batch: Batch, ms: number, place: number, bucketOf: (ms: number) => number): void {
		const rows = this.recent.take(bucketOf(batch.ms), batch);
		batch.ms = ms;
		batch.place = place;
		for (const [bucket, rps] of rows) {
			this.recent.note(bucketOf(ms), batch, bucket, rps);
		}
	}
}

function batchAt(columns: Float64Array, index: number, linesBefore: number): Pick<Batch, 'ms' | 'place' | 'lowestRps' | 'lowestSince'> {
	const column = (number: number) => columns[index * 4 + number] ?? 0;
	return {ms: column(0), place: placeAfter(column(1), linesBefore), lowestRps: column(2), lowestSince: column(3)};
}
