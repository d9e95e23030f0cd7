import {binCount, binOf, middleOf} from '../../series/latencies/latency-bins.ts';

/**
Counts by bin, as a binary indexed tree (Fenwick, A New Data Structure for Cumulative Frequency Tables, 1994): adding
and finding a rank both take time proportional to its height.
*/
export class QuantileCounts {
	readonly #tree = new Float64Array(binCount + 1);
	#total = 0;

	/** @param count - Negative to remove values. */
	add(bin: number, count: number): void {
		this.#total += count;
		for (let at = bin + 1; at <= binCount; at += at & -at) {
			this.#tree[at] = (this.#tree[at] ?? 0) + count;
		}
	}

	/**
	By nearest rank. At most 0.78 % away from the value of that rank, if that is 0.001 or more. `undefined` when there
	are no values.
	*/
	quantile(of: number): number | undefined {
		if (this.#total === 0) {
			return undefined;
		}
		// 0.07 of 100 must be the 7th, but the product as a double is more than 7.
		let rank = Math.max(1, Math.ceil(of * this.#total - 1e-9));
		let at = 0;
		for (let step = highestStep; step > 0; step >>= 1) {
			const count = this.#tree[at + step];
			if (at + step <= binCount && count !== undefined && count < rank) {
				at += step;
				rank -= count;
			}
		}
		return middleOf(Math.min(at, binCount - 1));
	}
}

export const quantileBinOf = binOf;

const highestStep = 2 ** Math.floor(Math.log2(binCount));
