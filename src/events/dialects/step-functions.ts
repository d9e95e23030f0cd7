import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const id = '{execution_arn}#{id}';
const parent = '{execution_arn}#{previous_event_id}';
const reason = ['details.error', 'details.cause'] as const;
const state = 'details.name';

/**
The history events that AWS Step Functions writes to CloudWatch Logs: a state is a stage. Only the events that enter and
leave it name it; the others follow one of them.

https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
*/
export const stepFunctions: Dialect = {
	name: 'step-functions',
	markers: ['execution_arn'],
	decidedBy: [],
	matches: fields => textAt(fields, 'execution_arn') !== undefined && textAt(fields, 'type') !== undefined,
	rules: [
		{
			name: 'step functions: execution failed',
			when: 'type~"^Execution(Failed|TimedOut|Aborted)$"',
			is: 'run_failed',
			event: 'type',
			reason,
		},
		{name: 'step functions: execution done', when: 'type=ExecutionSucceeded', is: 'run_completed', event: 'type'},
		{name: 'step functions: execution started', when: 'type=ExecutionStarted', is: 'run_started', event: 'type'},
		{name: 'step functions: state entered', when: 'type~"StateEntered$"', is: 'stage_started', event: 'type', component: state, id},
		{name: 'step functions: state left', when: 'type~"StateExited$"', is: 'stage_completed', event: 'type', component: state, id, parent},
		{
			name: 'step functions: attempt failed',
			when: 'type~"^(Task|Activity|LambdaFunction|MapIteration|MapRun)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$"',
			is: 'stage_failed',
			event: 'type',
			component: state,
			id,
			parent,
			reason,
		},
		{name: 'step functions: another event', when: 'has(type)', event: 'type', component: state, id, parent},
	],
};
