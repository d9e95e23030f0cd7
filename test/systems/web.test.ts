import test from 'ava';
import fc from 'fast-check';
import {routeOf} from '../../src/events/values/route-of.ts';
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
test('lograge: an action of a controller is a stage', async t => {
	await seesSystem(t, 'lograge.jsonl', {stages: {'PostsController#show': {completions: 1, failures: 0, p50: 58.3}}, status: 'HEALTHY'});
});

// https://httpd.apache.org/docs/2.4/logs.html#common, and the formats that access-text.ts names
test('access-text: a route or a backend is a stage, with its time where the text has one', async t => {
	await seesSystem(t, 'access.log', {
		stages: {
			'/cart/:id': {completions: 1, failures: 0},
			'/pay': {completions: 0, failures: 1, errors: 1},
			'/docs': {completions: 1, failures: 0},
			'/shop': {completions: 1, failures: 0, p50: 18},
			static: {completions: 1, failures: 1},
			'/api/v1/locations': {completions: 1, failures: 0, p50: 226},
			'/status/:id': {completions: 0, failures: 1},
		},
		status: 'DEGRADED',
		reason: '/pay',
	});
	const events = readLog(fixtureOf('access.log')).lines.flatMap(line => line.events);
	t.like(events[0], {event: 'GET /cart/12?x=1 200', timeMs: Date.UTC(2025, 5, 1, 2)});
	t.like(events[1], {level: 'error', reason: '502'});
	t.like(events[5], {level: 'error', reason: '<NOSRV>'});
	t.like(events.at(-1), {kind: 'other', event: 'notes "GET is a method of HTTP/1.1"'});
});

// https://fastify.dev/docs/latest/Reference/Logging/
test('fastify: the answer belongs to what was asked, and an error that is said twice is one', async t => {
	await seesSystem(t, 'fastify.jsonl', {
		stages: {'/items/:id': {completions: 1, failures: 0, p50: 124.5}, '/items': {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: '/items',
	});
});

// https://developer.konghq.com/plugins/http-log/
test('kong: a route is a stage', async t => {
	await seesSystem(t, 'kong.jsonl', {
		stages: {'stock-route': {completions: 1, failures: 1}},
		status: 'DEGRADED',
		reason: 'stock-route',
	});
});

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
test('api-gateway: a resource or a route is a stage, and what an integration says is the reason', async t => {
	await seesSystem(t, 'api-gateway.jsonl', {
		stages: {'/orders/{id}': {completions: 1, failures: 0, p50: 38}, 'POST /orders': {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'POST /orders',
	});
	t.like(readLog(fixtureOf('api-gateway.jsonl')).events[1], {reason: 'Endpoint request timed out', elapsedMs: 29_001});
});

// https://learn.microsoft.com/en-us/azure/application-gateway/monitor-application-gateway-reference
// https://learn.microsoft.com/en-us/azure/frontdoor/monitor-front-door-reference
test('azure-gateway: a backend pool or a rule is a stage, times are seconds', async t => {
	await seesSystem(t, 'azure-gateway.jsonl', {
		stages: {'reports-pool': {completions: 1, failures: 0, p50: 125}, images: {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'images',
	});
	t.is(readLog(fixtureOf('azure-gateway.jsonl')).events[1]?.elapsedMs, 4);
});

// https://echo.labstack.com/docs/middleware/logger
test('echo: its latency counts nanoseconds', async t => {
	await seesSystem(t, 'echo.jsonl', {
		stages: {'/users/:id': {completions: 1, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: '/users/:id',
	});
	t.like(readLog(fixtureOf('echo.jsonl')).events[1], {reason: 'sql: connection is busy'});
	t.is(readLog(fixtureOf('echo.jsonl')).events[0]?.elapsedMs, 0.4123);
});

// https://www.elastic.co/docs/reference/ecs/ecs-http
test('ecs-http: nested or with dots, a path is a stage', async t => {
	await seesSystem(t, 'ecs-http.jsonl', {
		stages: {'/cart/:id': {completions: 1, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: '/cart/:id',
	});
	t.deepEqual(
		readLog(fixtureOf('ecs-http.jsonl')).events.map(({event, elapsedMs}) => [event, elapsedMs]),
		[
			['GET /cart/31 200', 20],
			['DELETE /cart/31 500', 7],
		],
	);
});

test('http: requests under the names that servers of all kinds give them; what a program calls a stage is not taken for one', async t => {
	await seesSystem(t, 'http.jsonl', {
		stages: {
			'/search': {completions: 1, failures: 0, p50: 4.25},
			'/pay/:id': {completions: 1, failures: 0, p50: 7},
			'/pay': {completions: 0, failures: 1, errors: 1},
			export: {completions: 1, failures: 0, p50: 12},
		},
		status: 'DEGRADED',
		reason: '/pay',
	});
	t.like(readLog(fixtureOf('http.jsonl')).events[2], {reason: 'card service is away', elapsedMs: 9});
	t.like(readLog(fixtureOf('http.jsonl')).events.at(-1), {kind: 'other', event: 'chose a way'});
});

// https://istio.io/latest/docs/tasks/observability/logs/access-log/
test('envoy: of Istio, a service is a stage; a connection without a request is none', async t => {
	await seesSystem(t, 'istio.jsonl', {
		stages: {'reviews.shop.svc.cluster.local': {completions: 1, failures: 1}},
		status: 'DEGRADED',
		reason: 'reviews.shop',
	});
	t.like(readLog(fixtureOf('istio.jsonl')).events[1], {reason: 'upstream_reset_before_response_started{connection_failure}'});
});

test('a route has no ids and no query, and a bounded number of parts', t => {
	t.is(routeOf('/'), '/');
	t.is(routeOf('https://a.example/x/7/y?z=1'), '/x/:id/y');
	t.is(routeOf('/users/5d2e1b3c-8e2f-4b66-8c8b-123456789abc'), '/users/:id');
	t.is(routeOf('/a/b/c/d/e'), '/a/b/c/d/…');
	t.is(routeOf('/orders/order-12/42.json'), '/orders/:id/:id');
	t.is(routeOf('/api/v2/items'), '/api/v2/items');
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
