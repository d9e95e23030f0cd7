import {type CheckResult, CheckWatch} from '../../insight/alerts/check-watch.ts';
import type {Series} from '../../series/series.ts';
import type {FoldWatch} from '../fold/fold-watch.ts';

/** Evaluates conditions on a whole log as its events are folded. */
export class RuleChecks implements FoldWatch {
	readonly #checks: readonly CheckWatch[];

	/** @throws AlertRuleError */
	constructor(checks: readonly string[]) {
		this.#checks = checks.map(check => new CheckWatch(check));
	}

	advance(): void {}

	add(...[event, text, timeMs]: Parameters<FoldWatch['add']>): void {
		for (const check of this.#checks) {
			check.add(event, text, timeMs);
		}
	}

	close(): void {}

	/** @param events - Number of events folded. */
	results({fromMs, toMs}: Series, events: number): readonly CheckResult[] {
		const lengthMs = fromMs === undefined || toMs === undefined ? 0 : toMs - fromMs;
		return this.#checks.map(check => check.result(lengthMs, events));
	}
}
