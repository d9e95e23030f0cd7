/** How many different texts the windows of a rule hold together; over it, new ones are not counted. */
export type DistinctBudget = {left: number; overflowed: boolean};

/** The different texts of a window, each with the last pane it was in. */
export class RecentTexts {
	readonly #budget: DistinctBudget;
	/** By their panes, the oldest first: what leaves stands at the start. */
	readonly #inOrder = new Map<string, number>();
	/** Those whose last pane was over when they came. */
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

	/** What was last seen in a pane or before it leaves. */
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

	/** Gives back what it holds of the budget. */
	release(): void {
		this.expire(Number.POSITIVE_INFINITY);
	}
}
