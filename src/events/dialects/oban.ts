import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const duration = {field: 'duration', unit: 'us'} as const;

/**
Oban's default logger (Elixir), encoded: a worker is a stage. Durations count microseconds.

https://hexdocs.pm/oban/Oban.Telemetry.html
*/
export const oban: Dialect = {
	name: 'oban',
	markers: ['worker'],
	matches: fields => textAt(fields, 'source') === 'oban' && textAt(fields, 'worker') !== undefined,
	rules: [
		{name: 'oban: job started', when: 'event="job:start"', is: 'stage_started', component: 'worker'},
		{name: 'oban: job done', when: 'event="job:stop"', is: 'stage_completed', component: 'worker', elapsedMs: duration},
		{
			name: 'oban: job failed',
			when: 'event="job:exception"',
			is: 'stage_failed',
			component: 'worker',
			elapsedMs: duration,
			reason: 'error',
		},
		{name: 'oban: another event of a job', when: 'has(worker)', component: 'worker', elapsedMs: duration},
	],
};
