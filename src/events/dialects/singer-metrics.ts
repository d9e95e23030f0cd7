import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

const component = ['tags.stream', 'tags.endpoint', 'tags.context.stream', 'tags.tap'] as const;
const elapsedMs = {field: 'value', unit: 's'} as const;

/**
The metrics that Singer taps and Meltano's SDK write behind `METRIC: `: counts since the last ones, and seconds.

https://github.com/singer-io/singer-python/blob/master/singer/metrics.py
*/
export const singerMetrics: Dialect = {
	name: 'singer-metrics',
	markers: ['metric'],
	matches: fields =>
		textAt(fields, 'metric') !== undefined &&
		textAt(fields, 'type') !== undefined &&
		Object.hasOwn(fields, 'value') &&
		Object.keys(fieldsAt(fields, 'tags')).length > 0,
	rules: [
		{
			name: 'singer metrics: records',
			when: 'type=counter and metric=record_count',
			is: 'stage_progress',
			event: 'metric',
			component,
			recordsOut: 'value',
		},
		{
			name: 'singer metrics: sync failed',
			when: 'type=timer and metric=sync_duration and tags.status=failed',
			is: 'stage_failed',
			event: 'metric',
			component,
			elapsedMs,
		},
		{
			name: 'singer metrics: sync done',
			when: 'type=timer and metric=sync_duration',
			is: 'stage_completed',
			event: 'metric',
			component,
			elapsedMs,
		},
		{name: 'singer metrics: another', when: 'has(metric)', event: 'metric', component},
	],
};
