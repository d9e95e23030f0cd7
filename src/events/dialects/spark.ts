import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import type {Dialect, Reading} from './dialect.ts';
import {fieldsAt, quantityAt, textAt, valueAt} from './pick.ts';

/**
Apache Spark's event log. The end of a task is an attempt of its stage, with the records that it read (input, shuffle) and
wrote, and the executor's run time. Only the stage's own events name it. Its own end repeats what its tasks reported and
counts nothing. The application is the run, and a job that failed fails it.
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
				...stageOf(fields, common),
				event,
				host: textAt(fieldsAt(fields, 'Task Info'), 'Host') ?? common.host,
				...(isTaskEnd ? recordsOf(fields, elapsedMs) : {}),
				elapsedMs,
				reason: reason ?? common.reason,
			},
		];
	},
};

function kindOfEvent(event: string | undefined, fields: Fields): EventKind {
	const hasFailed = reasonOf(fields) !== undefined;
	switch (event) {
		case 'SparkListenerTaskEnd':
			return hasFailed ? 'stage_failed' : 'stage_completed';
		case 'SparkListenerStageSubmitted':
			return 'stage_progress';
		case 'SparkListenerStageCompleted':
			return hasFailed ? 'failure_detail' : 'other';
		case 'SparkListenerJobEnd':
			return hasFailed ? 'run_failed' : 'run_completed';
		case 'SparkListenerApplicationStart':
			return 'run_started';
		default:
			return 'other';
	}
}

/** The stage by its name. An event with nothing but its number takes the name from the event that submitted it. */
function stageOf(fields: Fields, {component}: LogEvent): Pick<LogEvent, 'component' | 'id' | 'isNameless'> {
	const info = fieldsAt(fields, 'Stage Info');
	const stage = quantityAt(fields, 'Stage ID') ?? quantityAt(info, 'Stage ID');
	const name = textAt(info, 'Stage Name');
	return stage === undefined
		? {component}
		: {component: name ?? `stage ${stage}`, id: `spark stage ${stage}`, isNameless: name === undefined};
}

function recordsOf(fields: Fields, elapsedMs: number | undefined): Pick<LogEvent, 'recordsIn' | 'recordsOut' | 'throughputRps'> {
	const metrics = fieldsAt(fields, 'Task Metrics');
	const at = (name: string, count: string) => quantityAt(fieldsAt(metrics, name), count);
	const recordsIn = sumOf(at('Input Metrics', 'Records Read'), at('Shuffle Read Metrics', 'Total Records Read'));
	const recordsOut = sumOf(at('Output Metrics', 'Records Written'), at('Shuffle Write Metrics', 'Shuffle Records Written'));
	const isRateKnown = recordsIn !== undefined && elapsedMs !== undefined && elapsedMs > 0;
	return {recordsIn, recordsOut, throughputRps: isRateKnown ? (recordsIn / elapsedMs) * 1000 : undefined};
}

function sumOf(...counts: ReadonlyArray<number | undefined>): number | undefined {
	const known = counts.filter(count => count !== undefined);
	return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
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
