import type {LogEvent} from '../events/event.ts';
import {Fields} from './fields.ts';
import {compareSpots, insertSorted, type Spot} from './place.ts';

const maxAlerts = 4096;

export type Alert = Spot & {readonly name: string; readonly value: number | undefined};

/** The newest alerts of the log. How many there were is in the tally. */
export class Alerts {
	/** Sorted by time, file and line. */
	list: Alert[] = [];

	add(event: LogEvent, ms: number, place: number): void {
		const fields = new Fields(event.fields);
		const name = fields.text('rule', 'name') ?? event.component ?? 'alert';
		insertSorted(this.list, {ms, place, name, value: fields.number('value')});
		if (this.list.length > maxAlerts * 2) {
			this.list = this.list.slice(-maxAlerts);
		}
	}

	merge(right: Alerts): void {
		this.list = [...this.list, ...right.list].sort(compareSpots).slice(-maxAlerts);
	}
}
