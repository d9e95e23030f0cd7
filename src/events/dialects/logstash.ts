import {isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt, valueAt} from './pick.ts';

/** Logstash's own log with `log.format: json`: `logEvent` holds the message and its fields, `timeMillis` the time. */
export const logstash: Dialect = {
	name: 'logstash',
	markers: ['logEvent'],
	decidedBy: [],
	matches: fields => isFields(valueAt(fields, 'logEvent')) && textAt(fields, 'loggerName') !== undefined,
	read: (fields, common, reading) => {
		const event = reading.common(fieldsAt(fields, 'logEvent'));
		return [
			{
				...event,
				timeMs: reading.time(valueAt(fields, 'timeMillis')) ?? common.timeMs,
				level: common.level,
				component: textAt(fields, 'loggerName') ?? common.component,
				fields,
			},
		];
	},
};
