import test from 'ava';
import fc from 'fast-check';
import {routeOf} from '../../src/events/dialects/route-of.ts';
import {readLog} from '../helpers/read-log.ts';
import {fixtureOf, seesSystem} from '../helpers/system-log.ts';

// https://doc.traefik.io/traefik/observability/access-logs/
test('traefik: a router is a stage, durations count nanoseconds, a status of 500 or more is a failure', async t => {
	await seesSystem(t, 'traefik.jsonl', {
		stages: {'cart@file': {completions: 1, failures: 1, p50: 2.5}},
		status: 'DEGRADED',
		reason: 'cart@file',
	});
});

// https://nginx.org/en/docs/http/ngx_http_log_module.html, variables as they are named in ngx_http_core_module
test('nginx: a path without its ids is a stage, 404 is an answer like another', async t => {
	await seesSystem(t, 'nginx.jsonl', {
		stages: {'/orders/:id/lines': {completions: 2, failures: 0, p50: 250}, '/health': {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: '/health',
	});
});

// https://caddyserver.com/docs/caddyfile/directives/log
test('caddy: requests are attempts, and one that failed is one error', async t => {
	await seesSystem(t, 'caddy.jsonl', {
		stages: {'/api/items': {completions: 1, failures: 1, errors: 1, p50: 12}},
		status: 'DEGRADED',
		reason: '/api/items',
	});
});

// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
test('envoy: a cluster is a stage', async t => {
	await seesSystem(t, 'envoy.jsonl', {stages: {users: {completions: 1, failures: 1, p50: 37}}, status: 'DEGRADED', reason: 'users'});
});

// https://github.com/pinojs/pino-http
test('pino-http: a path is a stage', async t => {
	await seesSystem(t, 'pino-http.jsonl', {
		stages: {'/search': {completions: 1, failures: 1, errors: 1, p50: 18}},
		status: 'DEGRADED',
		reason: '/search',
	});
});

// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest
test('gcp-http: a path is a stage, its latency a text', async t => {
	await seesSystem(t, 'gcp-http.jsonl', {stages: {'/v2/import': {completions: 1, failures: 0, p50: 1500}}, status: 'HEALTHY'});
});

// https://github.com/roidrage/lograge
test('lograge: a controller is a stage', async t => {
	await seesSystem(t, 'lograge.jsonl', {stages: {PostsController: {completions: 1, failures: 0, p50: 58.3}}, status: 'HEALTHY'});
});

// https://httpd.apache.org/docs/2.4/logs.html#common, and uvicorn's
test('access-text: a request in a text has its time, and is an error from 500 on', t => {
	const {lines} = readLog(fixtureOf('access.log'));
	const events = lines.flatMap(line => line.events);
	t.deepEqual(
		events.map(({event, level, timeMs}) => [event, level, timeMs]),
		[
			['GET /cart 200', undefined, Date.UTC(2025, 5, 1, 2)],
			['POST /pay 502', 'error', Date.UTC(2025, 5, 1, 2, 0, 1)],
			['GET /docs 200', 'info', undefined],
		],
	);
});

test('a route has no ids and no query, and a bounded number of parts', t => {
	t.is(routeOf('/'), '/');
	t.is(routeOf('https://a.example/x/7/y?z=1'), '/x/:id/y');
	t.is(routeOf('/users/5d2e1b3c-8e2f-4b66-8c8b-123456789abc'), '/users/:id');
	t.is(routeOf('/a/b/c/d/e'), '/a/b/c/d/…');
	fc.assert(
		fc.property(fc.nat(), fc.nat(), (a, b) => {
			t.is(routeOf(`/cart/${a}/item/${b}?at=${a}`), '/cart/:id/item/:id');
		}),
	);
});

// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
test('otel-traces: a span is an attempt of its name in its service; a call is told from what it calls, and one that failed says why', async t => {
	await seesSystem(t, 'otel-traces.jsonl', {
		stages: {
			'shop: checkout': {completions: 1, failures: 0, p50: 750},
			'shop → charge': {completions: 0, failures: 1, errors: 1},
			'pay: charge': {completions: 1, failures: 0, p50: 400},
		},
		status: 'DEGRADED',
		reason: 'charge',
	});
	t.like(readLog(fixtureOf('otel-traces.jsonl')).events[1], {reason: 'card declined', batch: 'aa'});
});

test('otel-metrics: each point is an event with its metric’s name and value', t => {
	const {events} = readLog(fixtureOf('otel-metrics.jsonl'));
	t.deepEqual(
		events.map(({event, timeMs, fields}) => [event, timeMs, fields.value]),
		[
			['rows 7', 1_748_743_200_000, 7],
			['lag 1.5', 1_748_743_201_000, 1.5],
			['lag 2.5', 1_748_743_202_000, 2.5],
		],
	);
});
