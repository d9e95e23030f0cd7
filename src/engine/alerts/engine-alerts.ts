import type {History} from '../../history/history.ts';
import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import type {Fold} from '../fold/fold.ts';
import type {EngineOptions} from '../protocol.ts';
import {OwnLines} from './alert-log.ts';
import {RuleAlerts} from './rule-alerts.ts';

const quietMs = 2000; // a pipeline that writes in bursts within a second has written all of it by then

/** The rules of the engine: what they say is entered into the event log at its place, and told. */
export class EngineAlerts {
	readonly #rules: RuleAlerts;
	readonly #onNotice: (notice: string) => void;
	readonly #told = new Set<string>();

	/**
	@param onAlert - Told of each change, after it was entered.
	@throws AlertRuleError
	*/
	constructor(
		{alerts = [], read}: Pick<EngineOptions, 'alerts' | 'read'>,
		fold: Fold,
		history: History,
		{onAlert, onNotice}: {readonly onAlert: (change: AlertChange) => void; readonly onNotice: (notice: string) => void},
	) {
		this.#onNotice = onNotice;
		const lines = new OwnLines(history, read);
		this.#rules = new RuleAlerts(alerts, fold.series, change => {
			if (!lines.add(change)) {
				this.#noticeOnce('there are more alerts than the event log shows: the rest is only counted');
			}
			onAlert(change);
		});
		if (alerts.length > 0) {
			fold.watch(this.#rules);
		}
	}

	/** Live, when nothing came for a while: the newest second is over. */
	tick(msSinceLastEvent: number): void {
		if (msSinceLastEvent >= quietMs) {
			this.#rules.close();
		}
		this.#noticeAll(false);
	}

	/** All input has ended, and the fold is finished. */
	end(): void {
		this.#noticeAll(true);
	}

	/** A count in a notice may grow: it is told once. */
	#noticeAll(hasEnded: boolean): void {
		for (const notice of this.#rules.notices(hasEnded)) {
			this.#noticeOnce(notice);
		}
	}

	#noticeOnce(notice: string): void {
		const key = notice.replaceAll(/\d+/g, '');
		if (!this.#told.has(key)) {
			this.#told.add(key);
			this.#onNotice(notice);
		}
	}
}
