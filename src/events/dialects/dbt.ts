import type {Fields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, quantityAt, secondsAt, textAt, valueAt} from './pick.ts';

/**
dbt's `--log-format json`: `info` says what happened, `data` to what. A node (a model, seed, snapshot or test) is a
stage. The line with its result has `execution_time` in seconds, the status, and the row count from the adapter.

https://docs.getdbt.com/reference/events-logging
*/
export const dbt: Dialect = {
	name: 'dbt',
	markers: ['info'],
	matches: fields => textAt(fieldsAt(fields, 'info'), 'code') !== undefined && textAt(fieldsAt(fields, 'info'), 'ts') !== undefined,
	read: (fields, common, reading) => {
		const info = fieldsAt(fields, 'info');
		const data = fieldsAt(fields, 'data');
		const event = reading.common(info);
		const node = fieldsAt(data, 'node_info');
		const kind = kindOfResult(data);
		return [
			{
				...event,
				kind,
				timeMs: reading.time(valueAt(info, 'ts')) ?? common.timeMs,
				component: textAt(node, 'node_name') ?? textAt(node, 'unique_id') ?? event.component ?? common.component,
				event: textAt(info, 'msg') ?? textAt(info, 'name') ?? common.event,
				recordsOut: quantityAt(fieldsAt(data, 'adapter_response'), 'rows_affected'),
				elapsedMs: secondsAt(data, 'execution_time'),
				reason: kind === 'stage_failed' ? (textAt(data, 'description') ?? textAt(data, 'status')) : undefined,
				fields,
			},
		];
	},
};

const failedStatuses = new Set(['error', 'fail', 'runtime error']);

function kindOfResult(data: Fields): EventKind {
	const status = textAt(data, 'status')?.toLowerCase();
	if (status === undefined || secondsAt(data, 'execution_time') === undefined || !Object.hasOwn(data, 'node_info')) {
		return 'other';
	}
	return failedStatuses.has(status) || status.startsWith('error') ? 'stage_failed' : 'stage_completed';
}
