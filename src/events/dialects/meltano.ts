import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
Meltano's structured log. The output of its plugins is in `event`, Singer's metrics among it. A block that ends without
success fails the run.

https://docs.meltano.com/guide/logging
*/
export const meltano: Dialect = {
	name: 'meltano',
	markers: ['stdio', 'block_type', 'string_id', 'cmd_type'],
	matches: fields => textAt(fields, 'event') !== undefined,
	read: (fields, common, reading) => {
		const told = reading.text(textAt(fields, 'event') ?? '').filter(({kind}) => kind !== 'other');
		return told.length === 0
			? [common]
			: told.map(event => ({...event, timeMs: common.timeMs ?? event.timeMs, level: event.level ?? common.level}));
	},
	rules: [
		{name: 'meltano: run failed', when: 'has(block_type) and success=false', is: 'run_failed', reason: 'err'},
		{name: 'meltano: run done', when: 'has(block_type) and success=true', is: 'run_completed'},
	],
};
