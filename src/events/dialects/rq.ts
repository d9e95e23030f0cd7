import type {Dialect} from './dialect.ts';

/**
The log of RQ's worker, which is text: a function is a stage. Only the start of a job names it.

https://github.com/rq/rq/blob/master/rq/worker.py
*/
export const rq: Dialect = {
	name: 'rq',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'rq: job started',
			match: '[\\w.-]+: (?<component>[A-Za-z_][\\w.]*)\\(.*\\) \\((?<id>[0-9a-f]{8}-[0-9a-f-]{27})\\)$',
			is: 'stage_started',
		},
		{name: 'rq: job done', match: ': Job OK \\((?<id>[0-9a-f]{8}-[0-9a-f-]{27})\\)', is: 'stage_completed'},
		{
			name: 'rq: job failed',
			match: '\\[Job (?<id>[0-9a-f]{8}-[0-9a-f-]{27})\\]: exception raised while executing \\((?<component>[\\w.]+)\\)',
			is: 'stage_failed',
		},
	],
};
