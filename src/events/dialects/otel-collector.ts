import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
The OpenTelemetry Collector's own log: the component that speaks.

https://opentelemetry.io/docs/collector/internal-telemetry/
*/
export const otelCollector: Dialect = {
	name: 'otel-collector',
	markers: ['otelcol.component.id'],
	decidedBy: [],
	matches: fields => textAt(fields, 'otelcol.component.id') !== undefined,
	rules: [
		{
			name: 'otel collector: a line of a component',
			when: 'has("otelcol.component.id")',
			component: 'otelcol.component.id',
			reason: 'error',
		},
	],
};
