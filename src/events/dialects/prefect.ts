import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const task = ['task_name', 'task_run_name'] as const;
const failed = '~"^Finished in state (Failed|Crashed|TimedOut|Cancelled)"';

/**
Prefect's JSON logs: a task is a stage. A state that failed has its reason in brackets.

https://docs.prefect.io/v3/develop/logging
*/
export const prefect: Dialect = {
	name: 'prefect',
	markers: ['flow_run_id'],
	decidedBy: [],
	matches: fields => textAt(fields, 'flow_run_id') !== undefined,
	rules: [
		{
			name: 'prefect: task failed',
			when: `has(task_run_id) and message${failed}`,
			match: 'Finished in state (?:\\w+)\\([\'"]?(?<reason>.*?)[\'"]?\\)$',
			is: 'stage_failed',
			component: task,
			id: 'task_run_id',
		},
		{
			name: 'prefect: task done',
			when: 'has(task_run_id) and message~"^Finished in state (Completed|Cached)"',
			is: 'stage_completed',
			component: task,
			id: 'task_run_id',
		},
		{
			name: 'prefect: task created',
			when: 'has(task_run_id) and message~"^(Created|Beginning|Submitted)"',
			is: 'stage_started',
			component: task,
			id: 'task_run_id',
		},
		{name: 'prefect: a retry', when: 'has(task_run_id) and message~"will (now )?retry|AwaitingRetry"', is: 'retry', component: task},
		{name: 'prefect: error of a task', when: 'has(task_run_id) and level>=error', is: 'failure_detail', component: task},
		{name: 'prefect: a line of a task', when: 'has(task_run_id)', component: task},
		{
			name: 'prefect: flow failed',
			when: `message${failed}`,
			match: 'Finished in state (?:\\w+)\\([\'"]?(?<reason>.*?)[\'"]?\\)$',
			is: 'run_failed',
			component: 'flow_name',
		},
		{name: 'prefect: flow done', when: 'message~"^Finished in state Completed"', is: 'run_completed', component: 'flow_name'},
		{name: 'prefect: a line of a flow', when: 'has(flow_name)', component: 'flow_name'},
	],
};
