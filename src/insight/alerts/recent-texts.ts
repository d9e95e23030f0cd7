import {copyOf} from '../../events/copy-of.ts';
import {digestOf} from '../../events/digest-of.ts';

const longestText = 64; // of longer ones only the digest is kept, which is as good for counting

/** How many different texts the windows of a rule may still add. Beyond that, new ones are not counted. */
export type DistinctBudget = {left: number};

/** The different texts of a window, each with the last pane that contained it. */
export class RecentTexts {
	readonly #budget: DistinctBudget;
	/** By pane, oldest first, so expiry takes texts from the front. */
	readonly #inOrder = new Map<string, number>();
	/** Texts that arrived when their last pane was already complete. */
	readonly #late = new Map<string, number>();
	#newestPane = Number.NEGATIVE_INFINITY;
	/** The last pane with a text that was not counted. */
	#uncountedPane = Number.NEGATIVE_INFINITY;

	constructor(budget: DistinctBudget) {
		this.#budget = budget;
	}

	get size(): number {
		return this.#inOrder.size + this.#late.size;
	}

	/** Whether some texts were not counted, so that there may be more than `size`. */
	get isAtLeast(): boolean {
		return this.#uncountedPane > Number.NEGATIVE_INFINITY;
	}

	add(longText: string, pane: number): void {
		const text = longText.length > longestText ? digestOf(longText) : longText;
		const last = this.#inOrder.get(text) ?? this.#late.get(text);
		if (last === undefined && this.#budget.left === 0) {
			this.#uncountedPane = Math.max(this.#uncountedPane, pane);
			return;
		}
		if (last !== undefined && last >= pane) {
			return;
		}
		this.#budget.left -= Number(last === undefined);
		this.#inOrder.delete(text);
		this.#late.delete(text);
		(pane < this.#newestPane ? this.#late : this.#inOrder).set(last === undefined ? copyOf(text) : text, pane);
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
		if (this.#uncountedPane <= pane) {
			this.#uncountedPane = Number.NEGATIVE_INFINITY;
		}
	}

	/** Returns its share of the budget. */
	release(): void {
		this.expire(Number.POSITIVE_INFINITY);
	}
}
