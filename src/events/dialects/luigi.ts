import type {Dialect} from './dialect.ts';

const task = '(?<id>(?<component>\\w+)\\(.*\\))';

/**
The log of Luigi's worker, which is text: a task family is a stage, and an execution the run.

https://github.com/spotify/luigi/blob/master/luigi/worker.py
*/
export const luigi: Dialect = {
	name: 'luigi',
	markers: [],
	matches: () => false,
	rules: [
		{name: 'luigi: task started', match: `\\] Worker .*\\) running   ${task}`, is: 'stage_started'},
		{name: 'luigi: task done', match: `\\] Worker .*\\) done      ${task}`, is: 'stage_completed'},
		{name: 'luigi: task failed', match: `\\] Worker .*\\) failed    ${task}`, is: 'stage_failed'},
		{name: 'luigi: run failed', match: 'This progress looks :\\(', is: 'run_failed'},
		{name: 'luigi: run done', match: 'This progress looks :\\)', is: 'run_completed'},
	],
};
