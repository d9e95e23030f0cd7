import type {LogEvent} from '../../events/event.ts';
import {type AlertRule, compares, comparesAtLeast, meantField, parseAlertRule} from '../../query/alerts/alert-rule.ts';
import {AlertWindow} from './alert-window.ts';
import {RuleWatch} from './rule-watch.ts';

/** Whether a condition holds for a log. */
export type CheckResult = {
	/** As typed. */
	readonly check: string;
	readonly holds: boolean;
	/** `undefined` when there was nothing to compare. The condition does not hold then. */
	readonly value: number | undefined;
	/** Whether the value is only a lower bound, since there were too many different values to count. */
	readonly isAtLeast: boolean;
	/** Why it is not known whether the condition holds. It does not count as holding then. */
	readonly why: string | undefined;
};

const maxDistinct = 1_000_000;

/** A condition over a whole log, or with `over` on the window that ends at the log's end. */
export class CheckWatch {
	readonly #text: string;
	readonly #rule: AlertRule;
	readonly #whole: AlertWindow;
	readonly #last: RuleWatch | undefined;
	#matched = 0;
	#hasField = false;

	/** @throws AlertRuleError */
	constructor(text: string) {
		this.#text = text;
		this.#rule = parseAlertRule(text);
		this.#whole = new AlertWindow(this.#rule.aggregate, 1, {left: maxDistinct});
		this.#last = this.#rule.overMs === undefined ? undefined : new RuleWatch(this.#rule, () => undefined);
	}

	/** @param ms - Its time. `undefined` in a log without times. */
	add(event: LogEvent, text: string, ms: number | undefined): void {
		if (this.#last !== undefined) {
			if (ms !== undefined) {
				this.#last.advance(ms);
				this.#last.add(event, text, ms);
			}
			return;
		}
		this.#hasField ||= this.#rule.field === undefined || this.#rule.read(event) !== undefined;
		if (this.#rule.matches(event, text)) {
			this.#matched++;
			const value = this.#rule.read(event);
			if (value !== undefined) {
				this.#whole.add(0, value);
			}
		}
	}

	/**
	@param lengthMs - Of the log, for a rate.
	@param events - How many it has.
	*/
	result(lengthMs: number, events: number): CheckResult {
		const {operator, threshold} = this.#rule;
		const isSlip = this.#last === undefined && !this.#hasField && meantField(this.#rule) !== '';
		const value = events === 0 || isSlip ? undefined : this.#last === undefined ? this.#wholeValue(lengthMs) : this.#last.value;
		const isAtLeast = value !== undefined && (this.#last ?? this.#whole).isAtLeast;
		const holds = value !== undefined && (isAtLeast ? comparesAtLeast : compares)(value, operator, threshold);
		return {
			check: this.#text,
			holds: holds ?? false,
			value,
			isAtLeast,
			why:
				value === undefined
					? this.#why(events)
					: holds === undefined
						? `unknown, since the value is at least ${value} and no more values are counted`
						: undefined,
		};
	}

	#wholeValue(lengthMs: number): number | undefined {
		const seconds = lengthMs / 1000;
		return this.#whole.value(seconds) ?? this.#rule.aggregate.ofNothing?.(seconds);
	}

	#why(events: number): string {
		const {field} = this.#rule;
		if (events === 0) {
			return 'the log has no events';
		}
		if (this.#last !== undefined) {
			return 'no event in that time matches';
		}
		if (!this.#hasField) {
			return `no event has ${this.#rule.field ?? 'a time'}${meantField(this.#rule)}`;
		}
		return this.#matched === 0 ? 'no event matches' : `no matching event has ${field ?? 'a time'}${meantField(this.#rule)}`;
	}
}
