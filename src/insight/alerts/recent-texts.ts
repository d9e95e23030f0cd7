/** How many different texts the windows of a rule may hold together. Beyond that, new ones are not counted. */
export type DistinctBudget = {left: number; overflowed: boolean};

/** The different texts of a window, each with the last pane that contained it. */
export class RecentTexts {
	readonly #budget: DistinctBudget;
	/** By pane, oldest first, so expiry takes texts from the front. */
	readonly #inOrder = new Map<string, number>();
	/** Texts that arrived when their last pane was already complete. */
	readonly #late = new Map<string, number>();
	#newestPane = Number.NEGATIVE_INFINITY;

	constructor(budget: DistinctBudget) {
		this.#budget = budget;
	}

	get size(): number {
		return this.#inOrder.size + this.#late.size;
	}

	add(text: string, pane: number): void {
		const last = this.#inOrder.get(text) ?? this.#late.get(text);
		if (last === undefined && this.#budget.left === 0) {
			this.#budget.overflowed = true;
			return;
		}
		if (last !== undefined && last >= pane) {
			return;
		}
		this.#budget.left -= Number(last === undefined);
		this.#inOrder.delete(text);
		this.#late.delete(text);
		(pane < this.#newestPane ? this.#late : this.#inOrder).set(text, pane);
		this.#newestPane = Math.max(this.#newestPane, pane);
	}

	/** Removes texts last seen in this pane or earlier. */
	expire(pane: number): void {
		for (const [text, last] of this.#inOrder) {
			if (last > pane) {
				break;
			}
			this.#inOrder.delete(text);
			this.#budget.left++;
		}
		for (const [text, last] of this.#late) {
			if (last <= pane) {
				this.#late.delete(text);
				this.#budget.left++;
			}
		}
	}

	/** Returns its share of the budget. */
	release(): void {
		this.expire(Number.POSITIVE_INFINITY);
	}
}
