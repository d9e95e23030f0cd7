import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

const stream = [
	'record.stream',
	'trace.stream_status.stream_descriptor.name',
	'trace.error.stream_descriptor.name',
	'trace.estimate.name',
	'state.stream.stream_descriptor.name',
] as const;
const line = {event: 'type', component: stream, id: {field: stream}, timestamp: ['record.emitted_at', 'trace.emitted_at']} as const;
const status = 'trace.stream_status.status';

/**
The messages of an Airbyte connector: a stream is a stage. Its status says when it starts and ends.

https://docs.airbyte.com/platform/understanding-airbyte/airbyte-protocol
*/
export const airbyte: Dialect = {
	name: 'airbyte',
	markers: ['record', 'trace', 'state', 'log'],
	matches: fields => {
		const type = textAt(fields, 'type') ?? '';
		const inner = fieldsAt(fields, type.toLowerCase());
		return (
			/^(?:RECORD|TRACE|STATE|LOG)$/.test(type) &&
			(type === 'RECORD' ? textAt(inner, 'stream') !== undefined : Object.keys(inner).length > 0)
		);
	},
	rules: [
		{name: 'airbyte: record', when: 'type=RECORD', is: 'stage_progress', ...line, recordsOut: {text: '1'}},
		{name: 'airbyte: stream started', when: `${status}=STARTED`, is: 'stage_started', ...line},
		{name: 'airbyte: stream done', when: `${status}=COMPLETE`, is: 'stage_completed', ...line},
		{name: 'airbyte: stream incomplete', when: `${status}=INCOMPLETE`, is: 'stage_failed', ...line, reason: status},
		{
			name: 'airbyte: stream failed',
			when: 'has(trace.error.stream_descriptor)',
			is: 'stage_failed',
			...line,
			reason: ['trace.error.message', 'trace.error.internal_message'],
		},
		{
			name: 'airbyte: sync failed',
			when: 'has(trace.error)',
			is: 'run_failed',
			...line,
			reason: ['trace.error.message', 'trace.error.internal_message'],
		},
		{name: 'airbyte: log', when: 'type=LOG', event: 'log.message', level: 'log.level'},
		{name: 'airbyte: another message', when: 'has(type)', ...line},
	],
};
