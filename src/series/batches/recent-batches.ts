import {compareSpots, placeAfter, type Spot} from '../parts/log-position.ts';
import type {Batch} from './batch.ts';

const kept = 10; // deque(maxlen=10): a query at the end of any bucket needs at most this many from a bucket
const stride = 4;
const mostRows = 2 * kept; // for the bucket in which batches begin now, so dropping happens in groups

/** Rows by the bucket in which their batch began. */
export type RecentBatchesData = ReadonlyMap<number, readonly number[]>;

/**
The slowest stage of the last batches that began in each bucket, as known at the end of any later bucket. For each
bucket in which batches began there is one flat array of rows: start ms, start place, bucket, lowest throughput through
that bucket. Batches without a throughput are left out.
*/
export class RecentBatches {
	#lists = new Map<number, number[]>();
	/** The buckets that have lists. Sorted on demand. */
	#begins: number[] = [];
	#isSorted = true;
	#newest = Number.NEGATIVE_INFINITY;

	/** Notes a throughput of a batch that began in the bucket `begin`. */
	note(begin: number, batch: Pick<Batch, 'ms' | 'place'>, bucket: number, rps: number): void {
		const list = this.#list(begin);
		const {ms, place} = batch;
		let isKnown = false;
		let own = -1;
		for (let at = 0; at < list.length; at += stride) {
			if (list[at] !== ms || list[at + 1] !== place) {
				continue;
			}

			isKnown = true;
			const rowBucket = list[at + 2] ?? 0;
			const rowRps = list[at + 3] ?? 0;
			if (rowBucket <= bucket && rowRps <= rps) {
				return;
			}

			if (rowBucket === bucket) {
				own = at;
			} else if (rowBucket > bucket && rowRps >= rps) {
				remove(list, at);
				own = own > at ? own - stride : own;
				at -= stride;
			}
		}

		if (own >= 0) {
			list[own + 3] = rps;
			return;
		}

		list.push(ms, place, bucket, rps);
		if (!isKnown && (list.length > mostRows * stride || begin !== this.#newest)) {
			trim(list);
		}
	}

	/** Removes a batch and returns its rows as (bucket, throughput). */
	take(begin: number, batch: Pick<Batch, 'ms' | 'place'>): Array<[number, number]> {
		const list = this.#lists.get(begin) ?? [];
		const taken: Array<[number, number]> = [];
		for (let at = list.length - stride; at >= 0; at -= stride) {
			if (list[at] === batch.ms && list[at + 1] === batch.place) {
				const [, , bucket = 0, rps = 0] = list.splice(at, stride);
				taken.push([bucket, rps]);
			}
		}

		return taken;
	}

	/** The lowest throughput of each of the last 10 batches, as known at the end of a bucket, latest batch first. */
	lastMinima(through: number): number[] {
		if (!this.#isSorted) {
			this.#begins.sort((a, b) => a - b);
			this.#isSorted = true;
		}

		const minima: number[] = [];
		for (let index = countNumbersThrough(this.#begins, through) - 1; index >= 0 && minima.length < kept; index--) {
			minima.push(...this.#minima(this.#begins[index] ?? 0, through));
		}

		return minima.slice(0, kept);
	}

	#minima(begin: number, through: number): number[] {
		const batches = new Map<string, {ms: number; place: number; rps: number}>();
		eachRow(this.#lists.get(begin) ?? [], (ms, place, bucket, rps) => {
			if (bucket <= through) {
				const key = `${ms} ${place}`;
				batches.set(key, {ms, place, rps: Math.min(rps, batches.get(key)?.rps ?? Number.POSITIVE_INFINITY)});
			}
		});
		return [...batches.values()].sort((a, b) => compareSpots(b, a)).map(({rps}) => rps);
	}

	toData(): RecentBatchesData {
		this.#trimNewest();
		return this.#lists;
	}

	/** Adds another one's contents. `begun` returns the start of a batch that is known here. */
	merge(
		right: RecentBatchesData,
		linesBefore: number,
		bucketOf: (ms: number) => number,
		begun: (ms: number, place: number) => Pick<Batch, 'ms' | 'place'> | undefined,
	): void {
		for (const list of right.values()) {
			eachRow(list, (ms, from, bucket, rps) => {
				const place = placeAfter(from, linesBefore);
				const batch = begun(ms, place) ?? {ms, place};
				this.note(bucketOf(batch.ms), batch, bucket, rps);
			});
		}
	}

	halve(): void {
		const lists = this.#lists;
		this.#lists = new Map();
		this.#begins = [];
		this.#isSorted = true;
		this.#newest = Number.NEGATIVE_INFINITY;
		for (const [begin, list] of lists) {
			eachRow(list, (ms, place, bucket, rps) => this.note(Math.floor(begin / 2), {ms, place}, Math.floor(bucket / 2), rps));
		}
	}

	#list(begin: number): number[] {
		let list = this.#lists.get(begin);
		if (list === undefined) {
			this.#trimNewest();
			list = [];
			this.#lists.set(begin, list);
			this.#isSorted &&= begin > (this.#begins.at(-1) ?? Number.NEGATIVE_INFINITY);
			this.#begins.push(begin);
			this.#newest = begin;
		}

		return list;
	}

	#trimNewest(): void {
		const list = this.#lists.get(this.#newest);
		if (list !== undefined) {
			trim(list);
			this.#lists.set(this.#newest, list.slice()); // gives back the room it grew into
		}
	}
}

function countNumbersThrough(sorted: readonly number[], value: number): number {
	let index = sorted.length;
	if (index > 0 && (sorted[index - 1] ?? 0) > value) {
		let low = 0;
		while (low < index) {
			const middle = (low + index) >>> 1;
			if ((sorted[middle] ?? 0) <= value) {
				low = middle + 1;
			} else {
				index = middle;
			}
		}
	}

	return index;
}

function eachRow(list: ArrayLike<number>, visit: (ms: number, place: number, bucket: number, rps: number) => void): void {
	for (let at = 0; at < list.length; at += stride) {
		visit(list[at] ?? 0, list[at + 1] ?? 0, list[at + 2] ?? 0, list[at + 3] ?? 0);
	}
}

/** Drops all batches except those that began last. */
function trim(list: number[]): void {
	if (list.length <= kept * stride) {
		return;
	}

	const begins: Spot[] = [];
	eachRow(list, (ms, place) => {
		if (!begins.some(begin => begin.ms === ms && begin.place === place)) {
			begins.push({ms, place});
		}
	});
	const first = begins.sort((a, b) => compareSpots(b, a))[kept - 1];
	if (first === undefined) {
		return;
	}

	let end = 0;
	for (let at = 0; at < list.length; at += stride) {
		if (compareSpots({ms: list[at] ?? 0, place: list[at + 1] ?? 0}, first) >= 0) {
			move(list, at, at + stride, end);
			end += stride;
		}
	}

	list.length = end;
}

/** Like `splice`, but without an array of the removed items. */
function remove(list: number[], row: number): void {
	move(list, row + stride, list.length, row);
	list.length -= stride;
}

function move(list: number[], from: number, to: number, place: number): void {
	for (let at = from; at < to; at++) {
		list[place + at - from] = list[at] ?? 0;
	}
}
