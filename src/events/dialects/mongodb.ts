import {isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
MongoDB's structured log, 4.4 and newer.

https://www.mongodb.com/docs/manual/reference/log-messages/
*/
export const mongodb: Dialect = {
	name: 'mongodb',
	markers: ['ctx'],
	decidedBy: [],
	matches: fields => isFields(valueAt(fields, 't')) && textAt(fields, 's') !== undefined && textAt(fields, 'c') !== undefined,
	rules: [
		{
			name: 'mongodb: any line',
			when: 'has(ctx)',
			timestamp: 't',
			level: {
				field: 's',
				values: {I: 'info', W: 'warn', E: 'error', F: 'fatal', D: 'debug', D1: 'debug', D2: 'debug', D3: 'trace', D4: 'trace', D5: 'trace'},
			},
			component: 'c',
			event: 'msg',
			elapsedMs: {field: 'attr.durationMillis', unit: 'ms'},
			reason: ['attr.error', 'attr.error.errmsg', 'attr.errMsg'],
		},
	],
};
