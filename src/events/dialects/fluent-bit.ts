import type {Dialect} from './dialect.ts';

/**
Fluent Bit's own log, which is text: the plugin that speaks. A chunk that can't be sent again is lost, which is a failure of
its output.

https://github.com/fluent/fluent-bit, src/flb_engine.c and src/flb_log.c
*/
export const fluentBit: Dialect = {
	name: 'fluent-bit',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'fluent bit: chunk lost',
			match: "\\[engine\\] chunk '.*' cannot be retried: .* output=(?<component>[\\w.-]+)",
			is: 'stage_failed',
			reason: {text: 'cannot be retried'},
		},
		{
			name: 'fluent bit: chunk is sent again',
			match: "\\[engine\\] failed to flush chunk '.*', retry in .* output=(?<component>[\\w.-]+)",
			is: 'retry',
		},
		{name: 'fluent bit: an output speaks', match: '\\[output:(?<plugin>[\\w.:-]+)\\]', component: 'plugin'},
		{name: 'fluent bit: an input speaks', match: '\\[input:(?<plugin>[\\w.:-]+)\\]', component: 'plugin'},
		{name: 'fluent bit: a filter speaks', match: '\\[filter:(?<plugin>[\\w.:-]+)\\]', component: 'plugin'},
	],
};
