import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

/**
Rust's tracing-subscriber in JSON: the event's own fields are nested in `fields`. `target` is the module that wrote it.

https://docs.rs/tracing-subscriber/latest/tracing_subscriber/fmt/format/struct.Json.html
*/
export const tracing: Dialect = {
	name: 'tracing',
	markers: ['fields'],
	decidedBy: [],
	matches: fields =>
		textAt(fields, 'target') !== undefined && textAt(fields, 'level') !== undefined && Object.keys(fieldsAt(fields, 'fields')).length > 0,
	read: (fields, common, reading) => {
		const event = reading.common(fieldsAt(fields, 'fields'));
		return [
			{
				...event,
				timeMs: common.timeMs,
				level: common.level,
				component: event.component ?? common.component ?? textAt(fields, 'target'),
				host: event.host ?? common.host,
				fields,
			},
		];
	},
	rules: [
		{
			name: 'tracing: span closed',
			when: 'event=close and has(fields)',
			match: '^close$',
			is: 'stage_completed',
			component: ['span.name', 'target'],
			elapsedMs: 'fields.time.busy',
			batch: 'span.batch',
		},
	],
};
