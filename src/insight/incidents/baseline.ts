const madToDeviation = 1.4826; // for a normal distribution
// The upper tail: the 95th percentile of the standard normal distribution. With only a few values, one or two of which
// may be outliers, the 80th.
const tail = {part: 0.95, deviations: 1.645} as const;
const tailOfFew = {part: 0.8, deviations: 0.8416} as const;
const few = 40;

/**
The usual value of a signal: its recent values, with all quantiles available. Zeros, the most frequent value of counts,
are only counted.

Hampel's identifier uses the median and the median absolute deviation because up to half of the values may be arbitrary
(Hampel, The Influence Curve and its Role in Robust Estimation, 1974).
*/
export class Baseline {
	readonly #spanMs: number;
	readonly #least: number;
	/** Times and values, oldest first, starting at `#first`. */
	#times: number[] = [];
	#values: number[] = [];
	#first = 0;
	#zeros = 0;
	/** The nonzero values. */
	readonly #sorted: number[] = [];

	/**
	@param spanMs - Older values are forgotten.
	@param least - But at least this many are kept, however old.
	*/
	constructor(spanMs: number, least: number) {
		this.#spanMs = spanMs;
		this.#least = least;
	}

	get size(): number {
		return this.#times.length - this.#first;
	}

	add(ms: number, value: number): void {
		this.#times.push(ms);
		this.#values.push(value);
		if (value === 0) {
			this.#zeros++;
		} else {
			this.#sorted.splice(indexFor(this.#sorted, value), 0, value);
		}

		while (this.size > this.#least && (this.#times[this.#first] ?? ms) < ms - this.#spanMs) {
			this.#forget();
		}
	}

	/** By nearest rank. NaN when empty. */
	quantile(part: number): number {
		const rank = Math.min(this.size - 1, Math.floor(part * this.size));
		const below = indexFor(this.#sorted, 0);
		if (rank < below) {
			return this.#sorted[rank] ?? Number.NaN;
		}

		return rank < below + this.#zeros ? 0 : (this.#sorted[rank - this.#zeros] ?? Number.NaN);
	}

	get median(): number {
		return this.quantile(0.5);
	}

	/**
	A robust standard deviation: the larger of two estimates, one from the median absolute deviation, the other from the
	distance between the upper tail and the median.
	*/
	get spread(): number {
		const {median} = this;
		const distances = this.#sorted.map(value => Math.abs(value - median));
		for (let zero = 0; zero < this.#zeros; zero++) {
			distances.push(Math.abs(median));
		}

		distances.sort((a, b) => a - b);
		const mad = distances[Math.floor(distances.length / 2)] ?? 0;
		const {part, deviations} = this.size < few ? tailOfFew : tail;
		return Math.max(madToDeviation * mad, (this.quantile(part) - median) / deviations);
	}

	#forget(): void {
		const value = this.#values[this.#first];
		this.#first++;
		if (value === 0) {
			this.#zeros--;
		} else if (value !== undefined) {
			this.#sorted.splice(indexFor(this.#sorted, value), 1);
		}

		if (this.#first > 1024) {
			this.#times = this.#times.slice(this.#first);
			this.#values = this.#values.slice(this.#first);
			this.#first = 0;
		}
	}
}

/** The first index with a value that is not less. */
function indexFor(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] ?? 0) < value) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
