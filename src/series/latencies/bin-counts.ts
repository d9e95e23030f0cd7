import {binCount, middleOf} from './latency-bins.ts';

/**
Counts of durations by bin. It tracks the lowest and highest bin in use, so a query looks at a few hundred bins instead
of thousands.
*/
export class BinCounts {
	readonly #counts = new Float64Array(binCount);
	#lowest = binCount;
	#highest = -1;
	#total = 0;

	get total(): number {
		return this.#total;
	}

	add(bin: number, count: number): void {
		this.#counts[bin] = (this.#counts[bin] ?? 0) + count;
		this.#lowest = Math.min(this.#lowest, bin);
		this.#highest = Math.max(this.#highest, bin);
		this.#total += count;
	}

	clear(): void {
		this.#counts.fill(0, this.#lowest, this.#highest + 1);
		this.#lowest = binCount;
		this.#highest = -1;
		this.#total = 0;
	}

	/** The quantile by nearest rank: the middle of its bin. There must be at least one duration. */
	quantile(share: number): number {
		const rank = Math.ceil(share * this.#total);
		let seen = 0;
		let bin = this.#lowest;
		while (bin < this.#highest) {
			seen += this.#counts[bin] ?? 0;
			if (seen >= rank) {
				break;
			}

			bin++;
		}

		return middleOf(bin);
	}
}
