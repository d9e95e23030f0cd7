import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import type {Dialect, Reading} from './dialect.ts';
import {fieldsAt, quantityAt, textAt, valueAt} from './pick.ts';

/**
Apache Spark's event log. The end of a task completes its stage (`stage 0`) with one record, the task, and the
executor's run time. Tasks carry no stage name, only the stage's own events do. A stage's own end repeats what its tasks
reported and counts nothing.
*/
export const spark: Dialect = {
	name: 'spark',
	markers: ['Event'],
	decidedBy: ['Event'],
	matches: fields => /^(?:SparkListener|org\.apache\.spark\.)/.test(textAt(fields, 'Event') ?? ''),
	read: (fields, common, reading) => {
		const event = textAt(fields, 'Event') ?? common.event;
		const kind = kindOfEvent(event, fields);
		const isTaskEnd = kind === 'stage_completed';
		const elapsedMs = elapsedOf(fields);
		const reason = reasonOf(fields);
		return [
			{
				...common,
				kind,
				timeMs: timeOf(fields, reading) ?? common.timeMs,
				level: reason === undefined ? 'info' : 'error',
				component: stageOf(fields) ?? common.component,
				event,
				host: textAt(fieldsAt(fields, 'Task Info'), 'Host') ?? common.host,
				recordsIn: isTaskEnd ? 1 : undefined,
				recordsOut: isTaskEnd ? 1 : undefined,
				elapsedMs,
				throughputRps: isTaskEnd && elapsedMs !== undefined && elapsedMs > 0 ? 1000 / elapsedMs : undefined,
				reason: reason ?? common.reason,
			},
		];
	},
};

function kindOfEvent(event: string | undefined, fields: Fields): EventKind {
	if (event !== 'SparkListenerTaskEnd') {
		return 'other';
	}
	return reasonOf(fields) === undefined ? 'stage_completed' : 'stage_failed';
}

function stageOf(fields: Fields): string | undefined {
	const stage = quantityAt(fields, 'Stage ID') ?? quantityAt(fieldsAt(fields, 'Stage Info'), 'Stage ID');
	return stage === undefined ? undefined : `stage ${stage}`;
}

/** A failure has a reason, a success has `Success` or nothing. */
function reasonOf(fields: Fields): string | undefined {
	const end = textAt(fieldsAt(fields, 'Task End Reason'), 'Reason');
	const job = textAt(fieldsAt(fields, 'Job Result'), 'Result');
	const failed = end !== undefined && end !== 'Success' ? end : job !== undefined && job !== 'JobSucceeded' ? job : undefined;
	return failed ?? textAt(fieldsAt(fields, 'Stage Info'), 'Failure Reason')?.split('\n', 1)[0];
}

function elapsedOf(fields: Fields): number | undefined {
	const task = fieldsAt(fields, 'Task Info');
	const stage = fieldsAt(fields, 'Stage Info');
	return (
		quantityAt(fieldsAt(fields, 'Task Metrics'), 'Executor Run Time') ??
		between(quantityAt(task, 'Launch Time'), quantityAt(task, 'Finish Time')) ??
		between(quantityAt(stage, 'Submission Time'), quantityAt(stage, 'Completion Time'))
	);
}

/** A time of 0 has not come yet. */
function between(fromMs: number | undefined, toMs: number | undefined): number | undefined {
	return fromMs !== undefined && toMs !== undefined && fromMs > 0 && toMs >= fromMs ? toMs - fromMs : undefined;
}

function timeOf(fields: Fields, reading: Reading): LogEvent['timeMs'] {
	const task = fieldsAt(fields, 'Task Info');
	const stage = fieldsAt(fields, 'Stage Info');
	return [
		valueAt(fields, 'Timestamp'),
		valueAt(task, 'Finish Time'),
		valueAt(task, 'Launch Time'),
		valueAt(stage, 'Completion Time'),
		valueAt(stage, 'Submission Time'),
		valueAt(fields, 'Completion Time'),
		valueAt(fields, 'Submission Time'),
		valueAt(fields, 'time'),
	]
		.map(reading.time)
		.find(timeMs => timeMs !== undefined);
}
