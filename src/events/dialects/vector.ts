import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

/**
Vector's own log: the component is in the event's span. Its `stage` is a step within that component, not a stage of the
pipeline.
*/
export const vector: Dialect = {
	name: 'vector',
	markers: ['target'],
	decidedBy: ['target'],
	matches: fields => /^vector(?:::|$)/.test(textAt(fields, 'target') ?? ''),
	read: (fields, common) => [
		{
			...common,
			component:
				textAt(fields, 'component_id') ?? textAt(fieldsAt(fields, 'span'), 'component_id') ?? textAt(fields, 'target') ?? common.component,
			reason: textAt(fields, 'error') ?? textAt(fields, 'reason') ?? textAt(fields, 'error_type') ?? common.reason,
		},
	],
};
