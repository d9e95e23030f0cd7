import type {Aggregate} from '../../query/alerts/alert-rule.ts';
import {AlertWindow} from './alert-window.ts';
import type {DistinctBudget} from './recent-texts.ts';

/** One group of a rule: its window, and whether the rule holds for it. */
export type AlertGroup = {
	readonly window: AlertWindow;
	/** When the rule became true. */
	firedMs: number | undefined;
	/** The first pane that it has. */
	readonly fromPane: number;
	/** Whether something changed since it was judged last. */
	isDirty: boolean;
	/** Whether it was judged over a whole window. */
	isSettled: boolean;
};

const maxGroups = 200;
const maxNamesCounted = 10_000;
const maxDistinct = 100_000;

/** The groups of a rule. A rule without `by` has one, which is always there. What is over the limit shares the group `other (N)`. */
export class AlertGroups {
	readonly #aggregate: Aggregate;
	readonly #panes: number;
	readonly #groups = new Map<string | undefined, AlertGroup>();
	#others: AlertGroup | undefined;
	readonly #otherNames = new Set<string>();
	readonly budget: DistinctBudget = {left: maxDistinct, overflowed: false};

	constructor(aggregate: Aggregate, panes: number) {
		this.#aggregate = aggregate;
		this.#panes = panes;
	}

	/** The group of a name, made where there is none. `undefined` is the whole rule's. */
	group(name: string | undefined, pane: number): AlertGroup {
		const known = this.#groups.get(name);
		if (known !== undefined) {
			return known;
		}
		if (name !== undefined && this.#groups.size >= maxGroups) {
			if (this.#otherNames.size < maxNamesCounted) {
				this.#otherNames.add(name);
			}
			this.#others ??= this.#newGroup(pane);
			return this.#others;
		}
		const group = this.#newGroup(pane);
		this.#groups.set(name, group);
		return group;
	}

	/** Calls with each group and its name, in the order they came. */
	each(visit: (group: AlertGroup, name: string | undefined) => void): void {
		for (const [name, group] of this.#groups) {
			visit(group, name);
		}
		if (this.#others !== undefined) {
			visit(this.#others, `other (${this.#otherNames.size})`);
		}
	}

	forget(group: AlertGroup, name: string | undefined): void {
		group.window.release();
		if (group === this.#others) {
			this.#others = undefined;
			this.#otherNames.clear();
		} else {
			this.#groups.delete(name);
		}
	}

	#newGroup(fromPane: number): AlertGroup {
		return {
			window: new AlertWindow(this.#aggregate, this.#panes, this.budget),
			firedMs: undefined,
			fromPane,
			isDirty: true,
			isSettled: false,
		};
	}
}
