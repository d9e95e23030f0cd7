import type {Dialect} from './dialect.ts';

const task = 'Task (?<component>[\\w.:-]+)\\[(?<id>[\\w-]+)\\] ';

/**
Celery's worker log, which is text: a task is a stage.

https://github.com/celery/celery/blob/main/celery/app/trace.py
*/
export const celery: Dialect = {
	name: 'celery',
	markers: [],
	matches: () => false,
	rules: [
		{name: 'celery: task received', match: `${task}received`, is: 'stage_started'},
		{
			name: 'celery: task done',
			match: `${task}succeeded in (?<took>[\\d.e+-]+)s`,
			is: 'stage_completed',
			elapsedMs: {field: 'took', unit: 's'},
		},
		{name: 'celery: task is retried', match: `${task}retry: Retry in `, is: 'retry'},
		{name: 'celery: task failed', match: `${task}raised (?:unexpected: )?(?<reason>.*)`, is: 'stage_failed'},
		{name: 'celery: task rejected', match: `${task}(?:rejected|INTERNAL ERROR: )(?<reason>.*)`, is: 'stage_failed'},
		{name: 'celery: task ignored', match: `${task}ignored`},
		{
			name: 'celery: time limit',
			match: 'Hard time limit \\((?<limit>[\\d.]+)s\\) exceeded for (?<component>[\\w.:-]+)\\[(?<id>[\\w-]+)\\]',
			is: 'stage_failed',
			reason: {text: 'hard time limit exceeded'},
		},
	],
};
