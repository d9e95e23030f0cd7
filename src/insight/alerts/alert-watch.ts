import type {LogEvent} from '../../events/event.ts';
import {parseAlertRule} from '../../query/alerts/alert-rule.ts';
import type {AlertChange} from './alert-change.ts';
import {RuleWatch} from './rule-watch.ts';

const secondMs = 1000;

/** Evaluates all rules over event time. Changes come out ordered by time. */
export class AlertWatch {
	readonly #rules: readonly RuleWatch[];
	readonly #onChange: (change: AlertChange) => void;
	readonly #changes: AlertChange[] = [];
	#second = Number.NaN;

	/** @throws AlertRuleError */
	constructor(rules: readonly string[], onChange: (change: AlertChange) => void) {
		this.#onChange = onChange;
		this.#rules = rules.map(rule => new RuleWatch(parseAlertRule(rule), change => this.#changes.push(change)));
	}

	/** Things that the user should know. */
	get notices(): readonly string[] {
		return this.#rules.flatMap(rule => rule.notices);
	}

	/** Moves time forward to an event's time, and reports what happened until then. */
	advance(ms: number): void {
		const second = Math.floor(ms / secondMs);
		if (second !== this.#second) {
			this.#second = second;
			for (const rule of this.#rules) {
				rule.advance(ms);
			}
			this.#tell();
		}
	}

	add(event: LogEvent, text: string, ms: number): void {
		this.advance(ms);
		for (const rule of this.#rules) {
			rule.add(event, text, ms);
		}
	}

	/** Treats the newest second as complete: at the end of the log, and live after a pause. */
	close(): void {
		for (const rule of this.#rules) {
			rule.close();
		}
		this.#tell();
	}

	/** Why rules could not fire, at the end of the log. */
	blindness(): readonly string[] {
		return this.#rules.flatMap(rule => rule.blindness ?? []);
	}

	#tell(): void {
		const changes = this.#changes.splice(0);
		for (const change of changes.toSorted((a, b) => a.atMs - b.atMs)) {
			this.#onChange(change);
		}
	}
}
