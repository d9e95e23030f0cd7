import {copyOf} from '../../events/copy-of.ts';
import type {Aggregate} from '../../query/alerts/aggregates.ts';
import {AlertWindow} from './alert-window.ts';
import type {DistinctBudget} from './recent-texts.ts';

/** One group of a rule: its window, and whether the rule is true for it. */
export type AlertGroup = {
	readonly window: AlertWindow;
	/** When the rule became true. */
	firedMs: number | undefined;
	/** The group's first pane. */
	readonly fromPane: number;
	/** Whether something has changed since the last evaluation. */
	isDirty: boolean;
	/** Whether it has been evaluated over a whole window. */
	isSettled: boolean;
};

const maxGroups = 200;
const maxNamesCounted = 10_000;
const maxDistinct = 100_000;

/**
The groups of a rule. A rule without `by` always has exactly one. Groups over the limit share the group `other (N)`.
*/
export class AlertGroups {
	readonly #aggregate: Aggregate;
	readonly #panes: number;
	readonly #groups = new Map<string | undefined, AlertGroup>();
	#others: AlertGroup | undefined;
	readonly #otherNames = new Set<string>();
	readonly budget: DistinctBudget = {left: maxDistinct};

	constructor(aggregate: Aggregate, panes: number) {
		this.#aggregate = aggregate;
		this.#panes = panes;
	}

	/** The group of a name, created if needed. `undefined` is the group of a rule without `by`. */
	group(name: string | undefined, pane: number): AlertGroup {
		const known = this.#groups.get(name);
		if (known !== undefined) {
			return known;
		}
		if (name !== undefined && this.#groups.size >= maxGroups) {
			if (this.#otherNames.size < maxNamesCounted) {
				this.#otherNames.add(copyOf(name));
			}
			this.#others ??= this.#newGroup(pane);
			return this.#others;
		}
		const group = this.#newGroup(pane);
		this.#groups.set(name === undefined ? undefined : copyOf(name), group);
		return group;
	}

	/** Calls `visit` for each group and its name, in order of arrival. */
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
