import type {Aggregate} from '../../query/alerts/aggregates.ts';
import {QuantileCounts, quantileBinOf} from './quantile-counts.ts';
import {type DistinctBudget, RecentTexts} from './recent-texts.ts';
import {RingTree} from './ring-tree.ts';

const add = (a: number, b: number) => a + b;

/** The aggregate of one group over a window of panes. The newest pane is still being filled. */
export class AlertWindow {
	readonly #aggregate: Aggregate;
	readonly #panes: number;
	readonly #counts: Float64Array;
	#count = 0;
	readonly #sums: RingTree | undefined;
	readonly #smallest: RingTree | undefined;
	readonly #largest: RingTree | undefined;
	readonly #quantiles: QuantileCounts | undefined;
	/** By slot: how many values of each bin it contains. */
	readonly #bins: Array<Map<number, number> | undefined> = [];
	readonly #texts: RecentTexts;

	/** @param panes - How many there are. A pane's slot is its number modulo this. */
	constructor(aggregate: Aggregate, panes: number, budget: DistinctBudget) {
		const {keeps} = aggregate;
		this.#aggregate = aggregate;
		this.#panes = panes;
		this.#texts = new RecentTexts(budget);
		this.#counts = new Float64Array(panes);
		this.#sums = keeps.includes('sum') ? new RingTree(panes, add, 0) : undefined;
		this.#smallest = keeps.includes('smallest') ? new RingTree(panes, Math.min, Number.POSITIVE_INFINITY) : undefined;
		this.#largest = keeps.includes('largest') ? new RingTree(panes, Math.max, Number.NEGATIVE_INFINITY) : undefined;
		this.#quantiles = keeps.includes('quantiles') ? new QuantileCounts() : undefined;
	}

	/** Whether it contains no events. */
	get isEmpty(): boolean {
		return this.#count === 0;
	}

	add(pane: number, value: number | string): void {
		const slot = this.#slotOf(pane);
		this.#count++;
		this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
		if (typeof value === 'string') {
			this.#texts.add(value, pane);
			return;
		}
		this.#sums?.add(slot, value);
		this.#smallest?.add(slot, value);
		this.#largest?.add(slot, value);
		if (this.#quantiles !== undefined) {
			const bin = quantileBinOf(value);
			const bins = this.#bins[slot] ?? new Map<number, number>();
			this.#bins[slot] = bins;
			bins.set(bin, (bins.get(bin) ?? 0) + 1);
			this.#quantiles.add(bin, 1);
		}
	}

	/**
	Removes a pane from the window.

	@returns Whether it contained anything.
	*/
	expire(pane: number): boolean {
		const slot = this.#slotOf(pane);
		const count = this.#counts[slot] ?? 0;
		if (count === 0) {
			return false;
		}
		this.#count -= count;
		this.#counts[slot] = 0;
		this.#sums?.clear(slot);
		this.#smallest?.clear(slot);
		this.#largest?.clear(slot);
		for (const [bin, held] of this.#bins[slot] ?? []) {
			this.#quantiles?.add(bin, -held);
		}
		this.#bins[slot] = undefined;
		this.#texts.expire(pane);
		return true;
	}

	/** Whether its value is only a lower bound: there were too many different texts to count. */
	get isAtLeast(): boolean {
		return this.#texts.isAtLeast;
	}

	/** Returns its share of the budget. */
	release(): void {
		this.#texts.release();
	}

	/**
	@param seconds - The divisor of a rate.
	@returns `undefined` when the window is empty or has no length.
	*/
	value(seconds: number): number | undefined {
		return this.#count === 0
			? undefined
			: this.#aggregate.value({
					count: this.#count,
					sum: this.#sums?.total,
					smallest: this.#smallest?.total,
					largest: this.#largest?.total,
					distinct: this.#texts.size,
					seconds,
					quantile: share => this.#quantiles?.quantile(share),
				});
	}

	#slotOf(pane: number): number {
		return ((pane % this.#panes) + this.#panes) % this.#panes;
	}
}
