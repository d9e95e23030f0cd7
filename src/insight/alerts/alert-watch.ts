import type {LogEvent} from '../../events/event.ts';
import {parseAlertRule} from '../../query/alerts/alert-rule.ts';
import type {AlertChange} from './alert-change.ts';
import {RuleWatch} from './rule-watch.ts';

const secondMs = 1000;

/** All rules over the time of events: what fires and what is resolved, in the order of its time. */
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

	/** What a user should know. */
	get notices(): readonly string[] {
		return this.#rules.flatMap(rule => rule.notices);
	}

	/** Time goes on to an event's: tells of what happened up to then. */
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

	/** The newest second counts as over: at the end of the log, and live when nothing came for a while. */
	close(): void {
		for (const rule of this.#rules) {
			rule.close();
		}
		this.#tell();
	}

	/** At the end of the log: why rules could not fire. */
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
