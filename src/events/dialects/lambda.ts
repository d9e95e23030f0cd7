import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

const component = ['record.functionName', 'functionName', 'record.functionArn'] as const;
const id = 'record.requestId';
const parent = {text: 'aws lambda: the function of this log'} as const;
const elapsedMs = 'record.metrics.durationMs';
const reason = ['record.errorType', 'record.status'] as const;

/**
The platform's events in AWS Lambda's JSON logs: the function is a stage, an invocation an attempt. Only the start of
its environment names the function.

https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
*/
export const lambda: Dialect = {
	name: 'lambda',
	markers: ['record'],
	matches: fields => textAt(fields, 'type')?.startsWith('platform.') === true && Object.keys(fieldsAt(fields, 'record')).length > 0,
	rules: [
		{name: 'lambda: environment started', when: 'type=platform.initStart', event: 'type', component, id: parent},
		{name: 'lambda: invocation started', when: 'type=platform.start', is: 'stage_started', event: 'type', component, id, parent},
		{
			name: 'lambda: invocation done',
			when: 'type=platform.report and record.status=success',
			is: 'stage_completed',
			event: 'type',
			component,
			id,
			parent,
			elapsedMs,
		},
		{
			name: 'lambda: invocation failed',
			when: 'type=platform.report',
			is: 'stage_failed',
			event: 'type',
			component,
			id,
			parent,
			elapsedMs,
			reason,
		},
		{name: 'lambda: environment crashed', when: 'type=platform.fault', is: 'alert', event: 'type', component, parent, reason: 'record'},
		{name: 'lambda: another event', when: 'has(record)', event: 'type', component, id, parent},
	],
};

const text = {component: {text: 'lambda'}} as const;

/** The same in the text format: one invocation is a START, an END and a REPORT. */
export const lambdaText: Dialect = {
	name: 'lambda-text',
	markers: [],
	matches: () => false,
	rules: [
		{name: 'lambda text: invocation started', match: 'START RequestId: (?<id>[\\w-]+) Version: ', is: 'stage_started', ...text},
		{
			name: 'lambda text: invocation failed',
			match: 'REPORT RequestId: (?<id>[\\w-]+)\\s+Duration: (?<took>[\\d.]+) ms.*Status: (?<reason>error|timeout|failure)',
			is: 'stage_failed',
			elapsedMs: {field: 'took', unit: 'ms'},
			...text,
		},
		{
			name: 'lambda text: invocation done',
			match: 'REPORT RequestId: (?<id>[\\w-]+)\\s+Duration: (?<took>[\\d.]+) ms',
			is: 'stage_completed',
			elapsedMs: {field: 'took', unit: 'ms'},
			...text,
		},
		{
			name: 'lambda text: invocation timed out',
			match: ' (?<id>[\\w-]{36}) Task timed out after (?<took>[\\d.]+) seconds',
			is: 'failure_detail',
			...text,
		},
	],
};
