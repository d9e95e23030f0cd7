import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const activity = 'ActivityType';
const workflow = 'WorkflowType';
const reason = ['Error', 'error'] as const;

/**
The log of Temporal's Go SDK, with zap or slog: an activity is a stage, a workflow the run.

https://github.com/temporalio/sdk-go/blob/master/internal/internal_task_handlers.go
*/
export const temporal: Dialect = {
	name: 'temporal',
	markers: ['ActivityType', 'WorkflowType'],
	decidedBy: [],
	matches: fields =>
		textAt(fields, 'Namespace') !== undefined || textAt(fields, 'TaskQueue') !== undefined || textAt(fields, 'WorkflowID') !== undefined,
	rules: [
		{
			name: 'temporal: activity failed',
			when: 'has(ActivityType) and level>=warn and (event~"^Activity (error|panic|failed)" or event~"timed? ?out")',
			is: 'stage_failed',
			component: activity,
			batch: 'WorkflowID',
			reason,
		},
		{
			name: 'temporal: activity done',
			when: 'has(ActivityType) and event~"^Activity (completed|complete)"',
			is: 'stage_completed',
			component: activity,
			batch: 'WorkflowID',
		},
		{
			name: 'temporal: activity started',
			when: 'has(ActivityType) and event~"^(ExecuteActivity|Activity started)"',
			is: 'stage_started',
			component: activity,
		},
		{name: 'temporal: a line of an activity', when: 'has(ActivityType)', component: activity},
		{
			name: 'temporal: workflow failed',
			when: 'level>=error and event~"^Workflow (panic|error|failed|execution failed)"',
			is: 'run_failed',
			component: workflow,
			reason,
		},
		{name: 'temporal: workflow done', when: 'event~"^Workflow (completed|complete)"', is: 'run_completed', component: workflow},
		{name: 'temporal: a line of a workflow', when: 'has(WorkflowType)', component: workflow},
	],
};
