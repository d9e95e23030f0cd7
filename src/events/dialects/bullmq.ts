import type {Fields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, quantityAt, textAt} from './pick.ts';

/**
Jobs of BullMQ and Bull as their workers log them, in a line of their own or as `job`: the job's name is a stage, from when
it was taken up until it ended.

https://api.docs.bullmq.io/classes/v5.Job.html (asJSON, toJSON)
*/
export const bullmq: Dialect = {
	name: 'bullmq',
	markers: ['processedOn', 'finishedOn', 'job'],
	matches: fields => jobIn(fields) !== undefined,
	read: (fields, common) => {
		const job = jobIn(fields) ?? fields;
		const [from, to] = [quantityAt(job, 'processedOn'), quantityAt(job, 'finishedOn')];
		const failedReason = textAt(job, 'failedReason');
		const hasEnded = failedReason !== undefined || to !== undefined;
		return [
			{
				...common,
				kind: failedReason !== undefined ? 'stage_failed' : hasEnded ? 'stage_completed' : 'stage_progress',
				timeMs: common.timeMs ?? to ?? from,
				level: common.level ?? (failedReason === undefined ? undefined : 'error'),
				component: textAt(job, 'name') ?? common.component,
				elapsedMs: from !== undefined && to !== undefined && to >= from ? to - from : common.elapsedMs,
				reason: failedReason ?? common.reason,
			},
		];
	},
};

/** What has a job's name and one of its times. */
function jobIn(fields: Fields): Fields | undefined {
	return [fields, fieldsAt(fields, 'job')].find(
		job => textAt(job, 'name') !== undefined && ['processedOn', 'finishedOn'].some(key => quantityAt(job, key) !== undefined),
	);
}
