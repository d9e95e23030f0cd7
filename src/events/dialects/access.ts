import type {LogEvent} from '../event.ts';
import {valueAtPath} from '../field-path.ts';
import type {Fields} from '../fields.ts';
import {parseElapsedMs, parseQuantity} from '../values/quantity.ts';
import type {Dialect} from './dialect.ts';
import {routeOf} from './route-of.ts';

/** Where a server's access log has its facts; the first that is there counts. */
type Layout = {
	readonly name: string;
	/** Keys of which each of its objects has one. */
	readonly markers: readonly string[];
	readonly method: readonly string[];
	readonly path: readonly string[];
	readonly status: readonly string[];
	/** And how many milliseconds a number there counts. */
	readonly took: ReadonlyArray<readonly [path: string, unitMs: number]>;
	/** What answers, if the log says it; otherwise the path without its ids does. */
	readonly stage?: readonly string[];
	/** Keys that all of its objects have. */
	readonly needs?: readonly string[];
	/** Of the same server's other lines. */
	readonly bareDurationMs?: number;
	/** When the request came, where the common names don't have it. */
	readonly time?: readonly string[];
};

const layouts: readonly Layout[] = [
	{
		// https://doc.traefik.io/traefik/observability/access-logs/
		name: 'traefik',
		markers: ['DownstreamStatus'],
		method: ['RequestMethod'],
		path: ['RequestPath'],
		status: ['DownstreamStatus'],
		took: [['Duration', 1e-6]],
		stage: ['RouterName', 'ServiceName'],
		time: ['StartUTC'],
	},
	{
		// https://nginx.org/en/docs/http/ngx_http_core_module.html#variables
		name: 'nginx',
		markers: ['request_uri', 'request_time', 'time_iso8601'],
		method: ['request_method', 'method'],
		path: ['request_uri', 'uri', 'path'],
		status: ['status'],
		took: [['request_time', 1000]],
		stage: ['upstream_name', 'proxy_upstream_name'],
		time: ['time_iso8601', 'time_local', 'msec'],
	},
	{
		// https://caddyserver.com/docs/caddyfile/directives/log
		name: 'caddy',
		markers: ['request'],
		method: ['request.method'],
		path: ['request.uri'],
		status: ['status'],
		took: [['duration', 1000]],
		needs: ['duration', 'msg'],
		bareDurationMs: 1000,
	},
	{
		// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
		name: 'envoy',
		markers: ['response_code', 'response_flags'],
		method: ['method'],
		path: ['path', 'x-envoy-original-path'],
		status: ['response_code'],
		took: [['duration', 1]],
		stage: ['route_name', 'upstream_cluster'],
		time: ['start_time'],
	},
	{
		// https://github.com/pinojs/pino-http
		name: 'pino-http',
		markers: ['req'],
		method: ['req.method'],
		path: ['req.url'],
		status: ['res.statusCode'],
		took: [['responseTime', 1]],
		needs: ['responseTime'],
	},
	{
		// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest
		name: 'gcp-http',
		markers: ['httpRequest'],
		method: ['httpRequest.requestMethod'],
		path: ['httpRequest.requestUrl'],
		status: ['httpRequest.status'],
		took: [['httpRequest.latency', 1000]],
	},
	{
		// https://github.com/roidrage/lograge
		name: 'lograge',
		markers: ['controller'],
		method: ['method'],
		path: ['path'],
		status: ['status'],
		took: [['duration', 1]],
		stage: ['controller'],
	},
];

const isMethod = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE|PROPFIND|REPORT)$/;
const failedFrom = 500;

/** Access logs: a route or a service is a stage, a request an attempt, and a status of 500 or more a failure. */
export const accessLogs: readonly Dialect[] = layouts.map(layout => ({
	name: layout.name,
	markers: layout.markers,
	decidedBy: [],
	matches: fields =>
		[layout.method, layout.path, layout.status].every(paths => hasOne(fields, paths)) &&
		layout.needs?.every(key => Object.hasOwn(fields, key)) !== false,
	...(layout.bareDurationMs !== undefined && {bareDurationMs: layout.bareDurationMs}),
	read: (fields, common, reading) => {
		const request = requestIn(fields, layout);
		const time = first(fields, layout.time ?? []);
		return [
			{...common, timeMs: reading.time(time) ?? common.timeMs, ...(request === undefined ? {} : eventOf(fields, request, layout, common))},
		];
	},
}));

type HttpRequest = {readonly method: string; readonly path: string; readonly status: number};

function requestIn(fields: Fields, {method, path, status}: Layout): HttpRequest | undefined {
	const [verb, target, code] = [first(fields, method), first(fields, path), parseQuantity(first(fields, status))];
	return typeof verb === 'string' && isMethod.test(verb) && typeof target === 'string' && target !== '' && code !== undefined && code < 1000
		? {method: verb, path: target, status: code}
		: undefined;
}

function eventOf(fields: Fields, {method, path, status}: HttpRequest, {took, stage = []}: Layout, {level}: LogEvent): Partial<LogEvent> {
	const hasFailed = status >= failedFrom;
	const named = stage.map(path => valueAtPath(fields, path)).find(name => typeof name === 'string' && name !== '' && name !== '-');
	const elapsedMs = took.map(([at, unitMs]) => parseElapsedMs(valueAtPath(fields, at), unitMs)).find(ms => ms !== undefined);
	return {
		kind: hasFailed ? 'stage_failed' : 'stage_completed',
		level: level ?? (hasFailed ? 'error' : undefined),
		component: typeof named === 'string' ? named : routeOf(path),
		event: `${method} ${path.split('?', 1)[0]} ${status}`,
		elapsedMs,
		reason: hasFailed ? `status ${status}` : undefined,
		recordsIn: undefined,
		recordsOut: undefined,
		throughputRps: undefined,
	};
}

/** Whether the object has the first key of one of the paths. */
function hasOne(fields: Fields, paths: readonly string[]): boolean {
	return paths.some(path => Object.hasOwn(fields, path.split('.', 1)[0] ?? ''));
}

function first(fields: Fields, paths: readonly string[]): unknown {
	for (const path of paths) {
		const value = valueAtPath(fields, path);
		if (value !== undefined && value !== null) {
			return value;
		}
	}
	return undefined;
}

/** The common log format of Apache, nginx, uvicorn, gunicorn and others, and the combined one. */
export const accessText: Dialect = {
	name: 'access-text',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'access log: request failed',
			match:
				'(?:\\[(?<time>\\d\\d/\\w{3}/\\d{4}:[\\d:]+ [+-]\\d{4})\\] )?"(?<method>[A-Z]{3,9}) (?<path>\\S+) HTTP/[\\d.]+" (?<status>5\\d\\d)',
			event: '{method} {path} {status}',
			level: {text: 'error'},
		},
		{
			name: 'access log: request',
			match:
				'(?:\\[(?<time>\\d\\d/\\w{3}/\\d{4}:[\\d:]+ [+-]\\d{4})\\] )?"(?<method>[A-Z]{3,9}) (?<path>\\S+) HTTP/[\\d.]+" (?<status>\\d{3})',
			event: '{method} {path} {status}',
		},
	],
};
