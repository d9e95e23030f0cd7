import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

/**
Sidekiq's JSON formatter: a job class is a stage. `ctx.elapsed` counts seconds.

https://github.com/sidekiq/sidekiq/wiki/Logging
*/
export const sidekiq: Dialect = {
	name: 'sidekiq',
	markers: ['ctx'],
	matches: fields => textAt(fieldsAt(fields, 'ctx'), 'jid') !== undefined && textAt(fieldsAt(fields, 'ctx'), 'class') !== undefined,
	rules: [
		{name: 'sidekiq: job started', when: 'event=start', is: 'stage_started', component: 'ctx.class', id: 'ctx.jid'},
		{
			name: 'sidekiq: job done',
			when: 'event=done',
			is: 'stage_completed',
			component: 'ctx.class',
			id: 'ctx.jid',
			elapsedMs: {field: 'ctx.elapsed', unit: 's'},
		},
		{
			name: 'sidekiq: job failed',
			when: 'event=fail',
			is: 'stage_failed',
			component: 'ctx.class',
			id: 'ctx.jid',
			elapsedMs: {field: 'ctx.elapsed', unit: 's'},
		},
		{name: 'sidekiq: a line of a job', when: 'has(ctx)', component: 'ctx.class'},
	],
};
