import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

const step = 'dagster_meta.step_key';
const type = 'dagster_meta.dagster_event.event_type_value';
const data = 'dagster_meta.dagster_event.event_specific_data';
const id = '{dagster_meta.run_id}:{dagster_meta.step_key}';
const reason = `${data}.error.message`;

/**
Dagster's JSON console logger: a step is a stage.

https://docs.dagster.io/guides/log-debug/logging
*/
export const dagster: Dialect = {
	name: 'dagster',
	markers: ['dagster_meta'],
	matches: fields =>
		textAt(fieldsAt(fields, 'dagster_meta'), 'run_id') !== undefined || Object.hasOwn(fieldsAt(fields, 'dagster_meta'), 'dagster_event'),
	rules: [
		{name: 'dagster: step started', when: `${type}=STEP_START`, is: 'stage_started', component: step, id},
		{
			name: 'dagster: step done',
			when: `${type}=STEP_SUCCESS`,
			is: 'stage_completed',
			component: step,
			id,
			elapsedMs: `${data}.duration_ms`,
		},
		{name: 'dagster: step failed', when: `${type}=STEP_FAILURE`, is: 'stage_failed', component: step, id, reason},
		{name: 'dagster: step will be retried', when: `${type}=STEP_UP_FOR_RETRY`, is: 'stage_failed', component: step, id, reason},
		{name: 'dagster: step is retried', when: `${type}=STEP_RESTARTED`, is: 'retry', component: step},
		{
			name: 'dagster: run failed',
			when: `${type}=PIPELINE_FAILURE or ${type}=RUN_FAILURE`,
			is: 'run_failed',
			component: 'dagster_meta.job_name',
			reason,
		},
		{
			name: 'dagster: run done',
			when: `${type}=PIPELINE_SUCCESS or ${type}=RUN_SUCCESS`,
			is: 'run_completed',
			component: 'dagster_meta.job_name',
		},
		{
			name: 'dagster: run started',
			when: `${type}=PIPELINE_START or ${type}=RUN_START`,
			is: 'run_started',
			component: 'dagster_meta.job_name',
		},
		{name: 'dagster: a line of a step', when: `has(${step})`, component: step},
	],
};
