import {isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, listAt, textAt} from './pick.ts';

/**
Vector's own log: the component is in the event's span. Its `stage` is a step within that component, not a stage of the
pipeline.
*/
export const vector: Dialect = {
	name: 'vector',
	markers: ['target'],
	decidedBy: ['target'],
	matches: fields => /^vector(?:_\w+)?(?:::|$)/.test(textAt(fields, 'target') ?? ''),
	read: (fields, common) => [
		{
			...common,
			component:
				textAt(fields, 'component_id') ??
				textAt(fieldsAt(fields, 'span'), 'component_id') ??
				componentOfSpans(listAt(fields, 'spans')) ??
				textAt(fields, 'target') ??
				common.component,
			reason: textAt(fields, 'error') ?? textAt(fields, 'reason') ?? textAt(fields, 'error_type') ?? common.reason,
		},
	],
};

function componentOfSpans(spans: readonly unknown[]): string | undefined {
	return spans.map(span => (isFields(span) ? textAt(span, 'component_id') : undefined)).find(id => id !== undefined);
}

/** The events of Vector's source `internal_logs`. */
export const vectorInternalLogs: Dialect = {
	name: 'vector-internal-logs',
	markers: ['vector'],
	matches: fields => textAt(fieldsAt(fields, 'vector'), 'component_id') !== undefined,
	rules: [
		{
			name: 'vector: a line of a component',
			when: 'has(vector)',
			component: 'vector.component_id',
			level: 'metadata.level',
			reason: ['error', 'reason', 'error_type'],
		},
	],
};

const counter = {component: 'tags.component_id', id: '{tags.component_id}:{name}:{tags.output}'} as const;
const total = {field: 'counter.value', isTotal: true} as const;

/** The metrics of its source `internal_metrics`: running totals of what a component received and sent. */
export const vectorMetrics: Dialect = {
	name: 'vector-metrics',
	markers: ['counter'],
	matches: fields => textAt(fieldsAt(fields, 'tags'), 'component_id') !== undefined && textAt(fields, 'name') !== undefined,
	rules: [
		{
			name: 'vector: events received',
			when: 'name=component_received_events_total',
			is: 'stage_progress',
			event: 'name',
			...counter,
			recordsIn: total,
		},
		{
			name: 'vector: events sent',
			when: 'name=component_sent_events_total',
			is: 'stage_progress',
			event: 'name',
			...counter,
			recordsOut: total,
		},
		{name: 'vector: another counter', when: 'has(name)', event: 'name', component: 'tags.component_id'},
	],
};
