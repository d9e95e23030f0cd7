import type {Rule} from '../rules/rule.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

const line = {
	timestamp: 'info.ts',
	level: 'info.level',
	event: ['info.msg', 'info.name'],
	component: ['data.node_info.node_name', 'data.node_info.unique_id'],
} as const satisfies Partial<Rule>;

const elapsedMs = {field: ['data.execution_time', 'data.run_result.execution_time'], unit: 's'} as const;
const recordsOut = ['data.adapter_response.rows_affected', 'data.run_result.adapter_response.rows_affected'] as const;
const isResult = 'has(data.node_info) and has(data.execution_time)';
const failed = '~"^(error|fail|runtime error)"';

/**
dbt's `--log-format json`: `info` says what happened, `data` to what. A node (a model, seed, snapshot or test) is a
stage, and a command the run. The line with a node's result has its seconds and status; a later one, for debugging, its
rows.

https://docs.getdbt.com/reference/events-logging
*/
export const dbt: Dialect = {
	name: 'dbt',
	markers: ['info'],
	matches: fields => textAt(fieldsAt(fields, 'info'), 'code') !== undefined && textAt(fieldsAt(fields, 'info'), 'ts') !== undefined,
	rules: [
		{
			name: 'dbt: node failed',
			when: `${isResult} and data.status${failed}`,
			is: 'stage_failed',
			...line,
			elapsedMs,
			reason: 'info.msg',
		},
		{name: 'dbt: node skipped', when: `${isResult} and data.status~"^skip"`, ...line, elapsedMs},
		{name: 'dbt: node done', when: `${isResult} and has(data.status)`, is: 'stage_completed', ...line, elapsedMs, recordsOut},
		{
			name: 'dbt: why a node failed',
			when: `has(data.node_info) and (info.level=error or data.run_result.status${failed})`,
			is: 'failure_detail',
			...line,
			reason: ['data.run_result.message', 'data.msg'],
		},
		{name: 'dbt: rows of a node', when: 'has(data.node_info) and has(data.run_result)', is: 'stage_progress', ...line, recordsOut},
		{name: 'dbt: node started', when: 'has(data.node_info) and info.name=LogStartLine', is: 'stage_progress', ...line},
		{name: 'dbt: command failed', when: 'info.name=CommandCompleted and data.success=false', is: 'run_failed', ...line, reason: 'info.msg'},
		{name: 'dbt: command done', when: 'info.name=CommandCompleted', is: 'run_completed', ...line},
		{name: 'dbt: started', when: 'info.name=MainReportVersion', is: 'run_started', ...line},
		{name: 'dbt: another line', when: 'has(info)', ...line},
	],
};
