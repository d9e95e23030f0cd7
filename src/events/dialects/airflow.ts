import type {LogEvent} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {listAt, secondsAt, textAt, valueAt} from './pick.ts';

/**
Apache Airflow 3 task logs: a task is a stage, and a run of its DAG is a batch. The supervisor's `Task finished` carries
`duration` in seconds and `final_state`.
*/
export const airflow: Dialect = {
	name: 'airflow',
	markers: ['dag_id'],
	decidedBy: [],
	matches: fields => textAt(fields, 'dag_id') !== undefined && textAt(fields, 'task_id') !== undefined,
	bareDurationMs: 1000,
	read: (fields, common) => [
		{
			...common,
			kind: kindOfTask(fields, common),
			component: textAt(fields, 'task_id') ?? common.component,
			batch: textAt(fields, 'run_id') ?? common.batch,
			elapsedMs: secondsAt(fields, 'duration') ?? common.elapsedMs,
			reason: reasonOf(fields) ?? common.reason,
		},
	],
};

function kindOfTask(fields: Fields, {kind, event}: LogEvent): LogEvent['kind'] {
	const state = valueAt(fields, 'final_state');
	if (event !== 'Task finished' || typeof state !== 'string') {
		return kind;
	}
	return state === 'success' ? 'stage_completed' : state === 'failed' || state === 'up_for_retry' ? 'stage_failed' : kind;
}

/** `error_detail` is the chain of exceptions, outermost first. */
function reasonOf(fields: Fields): string | undefined {
	const error = listAt(fields, 'error_detail')[0];
	return isFields(error) ? (textAt(error, 'exc_value') ?? textAt(error, 'exc_type')) : undefined;
}
