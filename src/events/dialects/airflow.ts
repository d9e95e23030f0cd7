import type {Dialect} from './dialect.ts';
import {listAt, textAt} from './pick.ts';

const component = ['{dag_id}.{task_id}', 'task_id'] as const;
const batch = 'run_id';
const id = ['ti_id', 'task_instance_id', '{dag_id}.{task_id}.{run_id}'] as const;
const elapsedMs = {field: ['duration', 'run_duration'], unit: 's'} as const;
const reason = ['error_detail[0].exc_value', 'error_detail[0].exc_type'] as const;

/**
Apache Airflow 3's structured logs: a task of a DAG is a stage, a run of the DAG a batch. The supervisor's `Task finished`
names only the task instance. Where a task's own log has no ids, its path says which task it is (log-path.ts).

https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/logging-monitoring/
*/
export const airflow: Dialect = {
	name: 'airflow',
	markers: ['dag_id', 'task_instance_id', 'ti_id', 'error_detail'],
	decidedBy: [],
	matches: fields =>
		(textAt(fields, 'dag_id') !== undefined && textAt(fields, 'task_id') !== undefined) ||
		['task_instance_id', 'ti_id'].some(key => textAt(fields, key) !== undefined) ||
		listAt(fields, 'error_detail').length > 0,
	rules: [
		{
			name: 'airflow: task done',
			when: 'event="Task finished" and final_state=success',
			is: 'stage_completed',
			component,
			batch,
			id,
			elapsedMs,
		},
		{
			name: 'airflow: task failed',
			when: 'event="Task finished" and (final_state=failed or final_state=up_for_retry)',
			is: 'stage_failed',
			component,
			batch,
			id,
			elapsedMs,
		},
		{name: 'airflow: task skipped', when: 'event="Task finished"', component, batch, id, elapsedMs},
		{name: 'airflow: task started', when: 'event="Task started" or event="Startup finished"', is: 'stage_started', component, batch, id},
		{
			name: 'airflow: why a task failed',
			when: 'level>=error and (has(task_id) or has(ti_id))',
			is: 'failure_detail',
			component,
			batch,
			id,
			reason,
		},
		{name: 'airflow: task failed, in its own log', when: 'event~"^Task failed with exception"', is: 'stage_failed', component, reason},
		{name: 'airflow: a line of a task', when: 'has(task_id) or has(ti_id)', component, batch, id, reason},
	],
};

const ids = 'dag_id=(?<dag_id>[\\w.-]+), task_id=(?<task_id>[\\w.-]+)';

/** Airflow 2's logs of tasks and of the scheduler, which are text. */
export const airflowText: Dialect = {
	name: 'airflow-text',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'airflow 2: task started',
			match: 'Running <TaskInstance: (?<task>[\\w.-]+) ',
			is: 'stage_started',
			component: 'task',
			id: 'task',
		},
		{name: 'airflow 2: task done', match: `Marking task as SUCCESS\\. ${ids}`, is: 'stage_completed', component, id: '{dag_id}.{task_id}'},
		{
			name: 'airflow 2: task failed',
			match: `Marking task as (?:FAILED|UP_FOR_RETRY)\\. ${ids}`,
			is: 'stage_failed',
			component,
			id: '{dag_id}.{task_id}',
		},
		{name: 'airflow 2: why a task failed', match: 'Task failed with exception', is: 'failure_detail'},
		{
			name: 'airflow 2: why a job failed',
			match: 'Failed to execute job \\d+ for task (?<task>[\\w.-]+) \\((?<reason>.*); \\d+\\)',
			is: 'failure_detail',
			component: 'task',
		},
		{
			name: 'airflow 2: the scheduler says that a task is done',
			match: `TaskInstance Finished: ${ids}, run_id=(?<run_id>[^,]+),.* run_duration=(?<run_duration>[\\d.]+), state=success`,
			is: 'stage_completed',
			component,
			batch,
			elapsedMs,
		},
		{
			name: 'airflow 2: the scheduler says that a task failed',
			match: `TaskInstance Finished: ${ids}, run_id=(?<run_id>[^,]+),.* run_duration=(?<run_duration>[\\d.]+), state=(?:failed|up_for_retry)`,
			is: 'stage_failed',
			component,
			batch,
			elapsedMs,
		},
		{name: 'airflow 2: run failed', match: 'Marking run <DagRun (?<component>[\\w.-]+) @ .*> failed', is: 'run_failed'},
		{name: 'airflow 2: run done', match: 'Marking run <DagRun (?<component>[\\w.-]+) @ .*> successful', is: 'run_completed'},
	],
};
