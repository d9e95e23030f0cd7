import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

/**
loguru's `serialize=True`: all facts are in `record`.

https://loguru.readthedocs.io/en/stable/api/logger.html
*/
export const loguru: Dialect = {
	name: 'loguru',
	markers: ['record'],
	matches: fields => textAt(fields, 'text') !== undefined && textAt(fieldsAt(fields, 'record'), 'message') !== undefined,
	rules: [
		{
			name: 'loguru: any line',
			when: 'has(record)',
			timestamp: ['record.time.timestamp', 'record.time.repr'],
			level: 'record.level',
			component: ['record.extra.stage', 'record.name'],
			event: 'record.message',
			reason: ['record.exception.value', 'record.exception.type'],
			recordsIn: ['record.extra.recordsIn', 'record.extra.records_in', 'record.extra.records'],
			recordsOut: ['record.extra.recordsOut', 'record.extra.records_out'],
			elapsedMs: ['record.extra.elapsedMs', 'record.extra.elapsed_ms', 'record.extra.elapsed_s'],
		},
	],
};
