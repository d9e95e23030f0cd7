import type {LogEvent} from '../events/event.ts';
import {Fields} from './parts/fields.ts';
import {insertSorted, type Spot, spotAfter} from './parts/log-position.ts';
import {shortName} from './parts/short-text.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

const maxAlerts = 4096;

/** An alert event in the log, or a user's rule that became true or stopped being true. */
export type Alert = Spot & {
	readonly type: 'event' | 'fired' | 'resolved';
	readonly name: string;
	/** Set for a rule with `by`. */
	readonly group: string | undefined;
	readonly value: number | undefined;
};

/** The cells of a bucket: how many rules became true in it. */
const fired = {count: 1} as const;

const layout = {
	stride: fired.count + 1,
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		into[at + fired.count] = (into[at + fired.count] ?? 0) + (from[of + fired.count] ?? 0);
	},
} as const;

export type AlertsData = {readonly list: readonly Alert[]; readonly fired: TimelineData};

/** The newest alerts, both the log's own and those of rules. The tally counts all of the log's own. */
export class Alerts {
	/** Sorted by time, file and line. */
	list: Alert[] = [];
	readonly #fired: Timeline;

	constructor(usage: Usage) {
		this.#fired = new Timeline(layout, usage);
	}

	add(event: LogEvent, ms: number, place: number): void {
		const fields = new Fields(event.fields);
		const name = shortName(fields.text('rule', 'name') ?? event.component ?? 'alert');
		this.#insert({type: 'event', ms, place, name, group: undefined, value: fields.number('value')});
	}

	/** Adds what a rule reports. */
	addRule(alert: Alert, bucket: number): void {
		if (alert.type === 'fired') {
			const at = this.#fired.at(bucket) + fired.count;
			this.#fired.cells[at] = (this.#fired.cells[at] ?? 0) + 1;
		}
		this.#insert(alert);
	}

	/** How often rules became true in the buckets `(after, through]`. */
	firedIn(after: number, through: number): number {
		return this.#fired.sum(fired.count, after, through);
	}

	halve(): void {
		this.#fired.halve();
	}

	toData(): AlertsData {
		return {list: this.list, fired: this.#fired.toData()};
	}

	merge(right: AlertsData, linesBefore: number): void {
		this.#fired.merge(right.fired);
		for (const alert of right.list) {
			this.#insert(spotAfter(alert, linesBefore));
		}
	}

	#insert(alert: Alert): void {
		insertSorted(this.list, alert);
		if (this.list.length > maxAlerts * 2) {
			this.list = this.list.slice(-maxAlerts);
		}
	}
}
