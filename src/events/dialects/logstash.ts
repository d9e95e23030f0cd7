import {isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, quantityAt, textAt, valueAt} from './pick.ts';

/**
Logstash's own log with `log.format: json`: `logEvent` holds the message and its fields, `timeMillis` the time.
In the slow log it also holds an event that passed through, which is not what happened here.
*/
export const logstash: Dialect = {
	name: 'logstash',
	markers: ['logEvent'],
	decidedBy: [],
	matches: fields => isFields(valueAt(fields, 'logEvent')) && textAt(fields, 'loggerName') !== undefined,
	read: (fields, common, reading) => {
		const said = fieldsAt(fields, 'logEvent');
		const event = reading.common(said);
		const tookNs = quantityAt(said, 'took_in_nanos');
		return [
			{
				...event,
				event: textAt(said, 'message') ?? event.event,
				elapsedMs: tookNs === undefined ? (quantityAt(said, 'took_in_millis') ?? event.elapsedMs) : tookNs / 1e6,
				timeMs: reading.time(valueAt(fields, 'timeMillis')) ?? common.timeMs,
				level: common.level,
				component: textAt(fields, 'loggerName') ?? common.component,
				fields,
			},
		];
	},
};
