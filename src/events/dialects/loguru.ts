import {isFields} from '../fields.ts';
import {parseLevel} from '../values/level.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt, valueAt} from './pick.ts';

/**
loguru with `serialize=True`: `record` has all that `text` shows, and `extra` what the program bound. `elapsed` is the
age of the program.

https://loguru.readthedocs.io/en/stable/api/logger.html, "The record dict"
*/
export const loguru: Dialect = {
	name: 'loguru',
	markers: ['record'],
	matches: fields => {
		const record = fieldsAt(fields, 'record');
		return typeof valueAt(record, 'message') === 'string' && isFields(valueAt(record, 'level')) && isFields(valueAt(record, 'time'));
	},
	read: (fields, common, reading) => {
		const record = fieldsAt(fields, 'record');
		const said = reading.common({...fieldsAt(record, 'extra'), message: textAt(record, 'message')});
		const exception = fieldsAt(record, 'exception');
		const type = textAt(exception, 'type');
		return [
			{
				...said,
				timeMs: reading.time(valueAt(record, 'time')) ?? common.timeMs,
				level: parseLevel(valueAt(record, 'level')) ?? common.level,
				component: said.component ?? textAt(record, 'name') ?? textAt(record, 'module'),
				event: said.event ?? textAt(fields, 'text')?.trimEnd(),
				reason: said.reason ?? (type === undefined ? undefined : [type, textAt(exception, 'value')].filter(Boolean).join(': ')),
				fields,
			},
		];
	},
};
