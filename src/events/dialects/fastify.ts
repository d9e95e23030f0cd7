import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const id = 'reqId';
const component = {field: 'req.url', isRoute: true} as const;

/**
Fastify's own request log: one line says what was asked, a later one how it was answered, and one between them what was
thrown.

https://fastify.dev/docs/latest/Reference/Logging/
*/
export const fastify: Dialect = {
	name: 'fastify',
	markers: ['reqId'],
	decidedBy: [],
	matches: fields => textAt(fields, 'reqId') !== undefined && (Object.hasOwn(fields, 'req') || Object.hasOwn(fields, 'res')),
	rules: [
		{name: 'fastify: what was thrown', when: 'has(err)', is: 'failure_detail', component, id, reason: 'err.message'},
		{
			name: 'fastify: failed',
			when: 'res.statusCode>=500',
			is: 'stage_failed',
			component,
			id,
			elapsedMs: {field: 'responseTime', unit: 'ms'},
			event: '{msg} {res.statusCode}',
		},
		{
			name: 'fastify: answered',
			when: 'has(res.statusCode)',
			is: 'stage_completed',
			component,
			id,
			elapsedMs: {field: 'responseTime', unit: 'ms'},
			event: '{msg} {res.statusCode}',
		},
		{
			name: 'fastify: asked',
			when: 'has(req.url)',
			is: 'stage_started',
			component,
			id,
			event: '{req.method} {req.url}',
		},
	],
};
