import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const component = '{@module}: {hook.resource.addr}';
const id = 'hook.resource.addr';
const elapsedMs = {field: 'hook.elapsed_seconds', unit: 's'} as const;

/**
What Terraform and OpenTofu say with `-json`: a resource is a stage, from the start of what is done with it to its end.
The error that follows one is the same failure; one of no resource is the run's.

https://developer.hashicorp.com/terraform/internals/machine-readable-ui
*/
export const terraform: Dialect = {
	name: 'terraform',
	markers: ['hook', 'diagnostic', 'changes'],
	decidedBy: [],
	matches: fields => textAt(fields, '@module') !== undefined && textAt(fields, 'type') !== undefined,
	rules: [
		{name: 'terraform: begun', when: 'type~"^(apply|provision|ephemeral_op|refresh)_start$"', is: 'stage_started', component, id},
		{name: 'terraform: goes on', when: 'type~"_progress$"', is: 'stage_progress', component, id},
		{name: 'terraform: done', when: 'type~"^(apply|ephemeral_op)_complete$"', is: 'stage_completed', component, id, elapsedMs},
		{name: 'terraform: failed', when: 'type~"_errored$"', is: 'stage_failed', component, id, elapsedMs},
		{name: 'terraform: another event of a resource', when: 'has(hook.resource.addr)', component},
		{
			name: 'terraform: why a resource failed',
			when: 'type=diagnostic and diagnostic.severity=error and has(diagnostic.address)',
			is: 'stage_failed',
			component: '{@module}: {diagnostic.address}',
			id: 'diagnostic.address',
			reason: 'diagnostic.summary',
		},
		{
			name: 'terraform: run failed',
			when: 'type=diagnostic and diagnostic.severity=error',
			is: 'run_failed',
			reason: 'diagnostic.summary',
		},
		{name: 'terraform: run done', when: 'type=change_summary and changes.operation~"apply|destroy"', is: 'run_completed'},
	],
};
