import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import {AlertWatch} from '../../insight/alerts/alert-watch.ts';
import {packPlace} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import type {FoldWatch} from '../fold/fold-watch.ts';

/** The source index of obs-top's own lines; sorts after every other. */
export const ownSource = 2 ** 17 - 1;

/** Evaluates the alert rules as events are folded and adds the alerts to the series. */
export class RuleAlerts implements FoldWatch {
	readonly #watch: AlertWatch;
	#count = 0;
	#isUntimed = false;

	/**
	@param onChange - Called after the series was updated.
	@throws AlertRuleError
	*/
	constructor(rules: readonly string[], series: Series, onChange: (change: AlertChange, number: number) => void = () => undefined) {
		this.#watch = new AlertWatch(rules, change => {
			const {type, rule: name, group, value, atMs: ms} = change;
			this.#count++;
			series.addRuleAlert({type, name, group, value, ms, place: packPlace({file: ownSource, line: this.#count})});
			onChange(change, this.#count);
		});
	}

	/**
	Messages about the rules for the user.

	@param hasEnded - Whether the log has ended: a rule that has matched nothing by then never will.
	*/
	notices({hasEnded}: {readonly hasEnded: boolean}): readonly string[] {
		if (this.#isUntimed) {
			return ['alert rules were not evaluated: the log has no timestamps'];
		}
		return [...this.#watch.notices, ...(hasEnded ? this.#watch.blindness() : [])];
	}

	advance(timeMs: number): void {
		this.#watch.advance(timeMs);
	}

	add(...[event, text, timeMs]: Parameters<FoldWatch['add']>): void {
		this.#isUntimed = timeMs === undefined;
		if (timeMs !== undefined) {
			this.#watch.add(event, text, timeMs);
		}
	}

	close(): void {
		this.#watch.close();
	}
}
