import type {LogEvent} from '../../events/event.ts';
import {type AlertRule, compares, comparesAtLeast, meantField} from '../../query/alerts/alert-rule.ts';
import {shortId} from '../../series/parts/short-text.ts';
import type {AlertChange} from './alert-change.ts';
import {type AlertGroup, AlertGroups} from './alert-groups.ts';

const defaultOverMs = 60_000;
const finestPaneMs = 1000;
const maxPanes = 3600;

/**
Evaluates one rule over event time. Time is divided into panes of a second, or longer for windows over an hour, which
have at most 3600 panes. At the end of each pane, the window of the newest panes is evaluated. The result depends only
on the order of the events.
*/
export class RuleWatch {
	readonly #rule: AlertRule;
	readonly #onChange: (change: AlertChange) => void;
	readonly #overMs: number;
	readonly #paneMs: number;
	readonly #panes: number;
	readonly #groups: AlertGroups;
	/** Whether an empty window has a value, namely 0. */
	readonly #countsNothing: boolean;
	/** Whether the value of an incomplete window may still grow. */
	readonly #grows: boolean;
	/** The pane that is being filled. */
	#pane: number | undefined;
	#newestMs = Number.NEGATIVE_INFINITY;
	/** Start of the current run of events that are too late. */
	#lateFromMs: number | undefined;
	#late = 0;
	#matched = 0;
	#added = 0;
	/** The largest value that was only a lower bound. */
	#mostCounted = 0;

	constructor(rule: AlertRule, onChange: (change: AlertChange) => void) {
		const {aggregate, groupOf, operator} = rule;
		this.#rule = rule;
		this.#onChange = onChange;
		this.#overMs = rule.overMs ?? defaultOverMs;
		this.#paneMs = finestPaneMs * Math.ceil(this.#overMs / (finestPaneMs * maxPanes));
		this.#panes = Math.ceil(this.#overMs / this.#paneMs);
		this.#groups = new AlertGroups(aggregate, this.#panes);
		const isTotal = aggregate.ofNothing !== undefined;
		this.#countsNothing = isTotal && groupOf === undefined;
		this.#grows = isTotal && operator !== '>' && operator !== '>=';
	}

	/** Things that the user should know about it. */
	get notices(): readonly string[] {
		const {name} = this.#rule;
		return [
			...(this.#late > 0 ? [`alert ${name}: ${this.#late === 1 ? 'one event' : `${this.#late} events`} arrived too late to count`] : []),
			...(this.#mostCounted > 0
				? [`alert ${name}: too many different values, not all counted: there were at least ${this.#mostCounted}`]
				: []),
		];
	}

	/** Why it could not fire, after the log has ended: no event had what the rule asks for. */
	get blindness(): string | undefined {
		const {name, field} = this.#rule;
		if (this.#added > 0 || (this.#matched === 0 && this.#countsNothing)) {
			return undefined;
		}
		return `alert ${name}: ${this.#matched === 0 ? 'no event matches' : `no matching event has ${field ?? 'its group'}${meantField(this.#rule)}`}`;
	}

	/** Moves time forward to an event's time and evaluates the panes that ended before it. */
	advance(ms: number): void {
		const pane = Math.floor(ms / this.#paneMs);
		this.#newestMs = Math.max(this.#newestMs, ms);
		if (this.#isTooLate(pane)) {
			this.#noteLate(ms);
			return;
		}
		this.#lateFromMs = undefined;
		if (this.#pane === undefined || pane > this.#pane) {
			this.#goTo(pane);
		}
	}

	/** @param ms - Its time, which `advance` has already moved to. */
	add(event: LogEvent, text: string, ms: number): void {
		const pane = Math.floor(ms / this.#paneMs);
		if (this.#pane === undefined || !this.#rule.matches(event, text)) {
			return;
		}
		this.#matched++;
		const value = this.#rule.read(event);
		const name = shortId(this.#rule.groupOf?.(event));
		if (value === undefined || (this.#rule.groupOf !== undefined && name === undefined)) {
			return;
		}
		this.#added++;
		if (this.#isTooLate(pane)) {
			this.#late++;
			return;
		}
		const group = this.#groups.group(name, this.#pane);
		group.isDirty = true;
		group.window.add(pane, value);
	}

	/** Whether the value is only a lower bound. */
	get isAtLeast(): boolean {
		let isAtLeast = false;
		this.#groups.each(group => {
			isAtLeast ||= group.window.isAtLeast;
		});
		return isAtLeast;
	}

	/** The rule's current value. The newest second may be incomplete. `undefined` for a rule with groups. */
	get value(): number | undefined {
		let value: number | undefined;
		this.#groups.each((group, name) => {
			value = name === undefined ? this.#valueOf(group) : value;
		});
		return value;
	}

	/**
	Treats the current pane as complete. Not for a rule whose value may still grow: the last second is never complete.
	*/
	close(): void {
		if (this.#pane !== undefined && !this.#grows) {
			this.#judge(this.#pane, Math.min(this.#endOf(this.#pane), (Math.floor(this.#newestMs / finestPaneMs) + 1) * finestPaneMs - 1));
		}
	}

	#goTo(pane: number): void {
		if (this.#pane === undefined) {
			this.#pane = pane;
			if (this.#countsNothing) {
				this.#groups.group(undefined, pane);
			}
			return;
		}
		this.#judge(this.#pane, this.#endOf(this.#pane));
		// After a whole window without events, nothing changes any more.
		const last = Math.min(pane - 1, this.#pane + this.#panes);
		for (let between = this.#pane + 1; between <= last; between++) {
			this.#expire(between - this.#panes);
			this.#judge(between, this.#endOf(between));
		}
		this.#expire(pane - this.#panes);
		this.#pane = pane;
	}

	#expire(pane: number): void {
		this.#groups.each(group => {
			if (group.window.expire(pane)) {
				group.isDirty = true;
			}
		});
	}

	#judge(pane: number, atMs: number): void {
		this.#groups.each((group, name) => {
			if (group.isDirty || !group.isSettled) {
				this.#judgeGroup(group, name, pane, atMs);
			}
			if (group.window.isEmpty && this.#rule.groupOf !== undefined) {
				this.#groups.forget(group, name);
			}
		});
	}

	#judgeGroup(group: AlertGroup, name: string | undefined, pane: number, atMs: number): void {
		const {operator, threshold} = this.#rule;
		group.isDirty = false;
		group.isSettled = pane - group.fromPane + 1 >= this.#panes;
		const value = this.#valueOf(group);
		const {isAtLeast} = group.window;
		this.#mostCounted = Math.max(this.#mostCounted, isAtLeast ? (value ?? 0) : 0);
		const holds =
			value !== undefined && (group.isSettled || !this.#grows) && (isAtLeast ? comparesAtLeast : compares)(value, operator, threshold);
		if (holds === undefined || holds === (group.firedMs !== undefined)) {
			return;
		}
		const {name: rule, condition} = this.#rule;
		const sinceMs = group.firedMs ?? atMs;
		group.firedMs = holds ? atMs : undefined;
		this.#onChange({type: holds ? 'fired' : 'resolved', rule, condition, group: name, value, threshold, atMs, sinceMs});
	}

	#valueOf({window}: AlertGroup): number | undefined {
		return window.value(this.#overMs / 1000) ?? (this.#countsNothing ? 0 : undefined);
	}

	#isTooLate(pane: number): boolean {
		return this.#pane !== undefined && pane <= this.#pane - this.#panes;
	}

	/** A clock that was set back: if only late events arrive for as long as the window, time restarts with them. */
	#noteLate(ms: number): void {
		this.#lateFromMs ??= ms;
		if (ms - this.#lateFromMs >= this.#overMs) {
			this.#beginAnew(ms);
		}
	}

	#beginAnew(ms: number): void {
		this.close();
		this.#groups.each((group, name) => {
			this.#resolve(group, name);
			this.#groups.forget(group, name);
		});
		this.#pane = undefined;
		this.#lateFromMs = undefined;
		this.#newestMs = ms;
		this.#goTo(Math.floor(ms / this.#paneMs));
	}

	#resolve(group: AlertGroup, name: string | undefined): void {
		if (group.firedMs !== undefined) {
			const {name: rule, condition, threshold} = this.#rule;
			this.#onChange({
				type: 'resolved',
				rule,
				condition,
				group: name,
				value: undefined,
				threshold,
				atMs: Math.max(group.firedMs, this.#newestMs),
				sinceMs: group.firedMs,
			});
		}
	}

	#endOf(pane: number): number {
		return (pane + 1) * this.#paneMs - 1;
	}
}
