import type {History} from '../../history/history.ts';
import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import type {Fold} from '../fold/fold.ts';
import type {EngineOptions} from '../protocol.ts';
import {OwnLines} from './alert-log.ts';
import {RuleAlerts} from './rule-alerts.ts';

const quietMs = 2000; // by then a pipeline that writes in bursts has written all of the second

/** Runs the alert rules in the engine: adds each alert to the event log and passes it on. */
export class EngineAlerts {
	readonly #rules: RuleAlerts;
	readonly #onNotice: (notice: string) => void;
	readonly #told = new Set<string>();

	/**
	@param onAlert - Called with each change after it was added to the event log.
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
				this.#noticeOnce('too many alerts for the event log: the rest are only counted');
			}
			onAlert(change);
		});
		if (alerts.length > 0) {
			fold.watch(this.#rules);
		}
	}

	/** For a live log: after a while without events, the newest second is over. */
	tick(msSinceLastEvent: number): void {
		if (msSinceLastEvent >= quietMs) {
			this.#rules.close();
		}
		this.#noticeAll({hasEnded: false});
	}

	/** Call when all input has ended and the fold is finished. */
	end(): void {
		this.#noticeAll({hasEnded: true});
	}

	/** A notice whose only change is a count is shown once. */
	#noticeAll(state: {readonly hasEnded: boolean}): void {
		for (const notice of this.#rules.notices(state)) {
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
