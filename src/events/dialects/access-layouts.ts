/** Where a server's access log has its facts; the first that is there counts. */
export type Layout = {
	readonly name: string;
	/** Keys of which each of its objects has one. */
	readonly markers: readonly string[];
	readonly method: readonly string[];
	readonly path: readonly string[];
	readonly status: readonly string[];
	/** And how many milliseconds a number there counts. */
	readonly took: ReadonlyArray<readonly [path: string, unitMs: number]>;
	/** What answers, if the log says it; otherwise the path without its ids does. Two are joined by `#`. */
	readonly stage?: readonly string[];
	/** Keys that all of its objects have. */
	readonly needs?: readonly string[];
	/** Keys that none of its objects has. */
	readonly lacks?: readonly string[];
	/** Of the same server's other lines. */
	readonly bareDurationMs?: number;
	/** When the request came, where the common names don't have it. */
	readonly time?: readonly string[];
	/** Why it failed, where the common names don't have it. */
	readonly reason?: readonly string[];
	/** Its keys are those of other logs, too, so that method must be one of HTTP. */
	readonly isGeneral?: boolean;
};

export const layouts: readonly Layout[] = [
	{
		// https://doc.traefik.io/traefik/observability/access-logs/
		name: 'traefik',
		markers: ['DownstreamStatus'],
		method: ['RequestMethod'],
		path: ['RequestPath'],
		status: ['DownstreamStatus'],
		took: [['Duration', 1e-6]],
		stage: ['RouterName', 'ServiceName', 'entryPointName'],
		time: ['StartUTC'],
	},
	{
		// https://nginx.org/en/docs/http/ngx_http_core_module.html#variables and ingress-nginx's
		name: 'nginx',
		markers: ['request_uri', 'request_time', 'time_iso8601', 'body_bytes_sent'],
		method: ['request_method', 'method', 'request'],
		path: ['request_uri', 'uri', 'path', 'request'],
		status: ['status'],
		took: [['request_time', 1000]],
		stage: ['route_name', 'upstream_name', 'proxy_upstream_name', 'ingress_name', 'service_name'],
		time: ['time_iso8601', 'time_local', 'msec'],
	},
	{
		// https://developer.konghq.com/plugins/http-log/
		name: 'kong',
		markers: ['latencies'],
		method: ['request.method'],
		path: ['request.uri', 'upstream_uri'],
		status: ['response.status'],
		took: [['latencies.request', 1]],
		stage: ['route.name', 'service.name'],
		time: ['started_at'],
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
		// https://istio.io/latest/docs/tasks/observability/logs/access-log/
		name: 'envoy',
		markers: ['response_code', 'response_flags'],
		method: ['method', ':method'],
		path: ['path', 'x-envoy-original-path', 'x-envoy-origin-path', ':path'],
		status: ['response_code'],
		took: [['duration', 1]],
		stage: ['route_name', 'upstream_cluster'],
		time: ['start_time'],
		reason: ['upstream_transport_failure_reason', 'response_code_details', 'response_flags'],
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
		stage: ['resource.labels.service_name', 'resource.labels.backend_service_name', 'resource.labels.function_name'],
		lacks: ['message', 'msg', 'textPayload'],
		reason: ['jsonPayload.statusDetails'],
	},
	{
		// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
		name: 'api-gateway',
		markers: ['httpMethod', 'routeKey'],
		method: ['httpMethod', 'routeKey'],
		path: ['path', 'resourcePath', 'routeKey'],
		status: ['status'],
		took: [
			['responseLatency', 1],
			['integrationLatency', 1],
		],
		stage: ['resourcePath', 'routeKey'],
		needs: ['requestId'],
		time: ['requestTimeEpoch', 'requestTime'],
		reason: ['integrationErrorMessage', 'errorMessage'],
	},
	{
		// https://learn.microsoft.com/en-us/azure/application-gateway/monitor-application-gateway-reference, and Front Door's
		name: 'azure-gateway',
		markers: ['properties'],
		method: ['properties.httpMethod'],
		path: ['properties.requestUri'],
		status: ['properties.httpStatus', 'properties.httpStatusCode'],
		took: [['properties.timeTaken', 1000]],
		stage: ['properties.backendPoolName', 'properties.routingRuleName', 'properties.ruleName'],
		needs: ['category'],
		time: ['timeStamp'],
	},
	{
		// https://github.com/roidrage/lograge
		name: 'lograge',
		markers: ['controller'],
		method: ['method'],
		path: ['path'],
		status: ['status'],
		took: [['duration', 1]],
		stage: ['controller#action', 'controller'],
	},
	{
		// https://echo.labstack.com/docs/middleware/logger
		name: 'echo',
		markers: ['latency_human'],
		method: ['method'],
		path: ['uri', 'path'],
		status: ['status'],
		took: [['latency', 1e-6]],
		stage: ['route'],
	},
	{
		// https://www.elastic.co/docs/reference/ecs/ecs-http
		name: 'ecs-http',
		markers: ['http', 'http.request.method'],
		method: ['http.request.method'],
		path: ['url.path', 'url.original', 'http.request.path'],
		status: ['http.response.status_code'],
		took: [['event.duration', 1e-6]],
		needs: ['@timestamp'],
		lacks: ['log.logger'],
	},
	{
		// Servers that log with morgan, winston, slog, structlog and others, and the names that they give to the same facts.
		name: 'http',
		markers: ['method', 'http_method', 'request_method', 'verb', 'httpMethod'],
		method: ['method', 'http_method', 'request_method', 'verb', 'httpMethod'],
		path: ['path', 'url', 'uri', 'request_path', 'http_path', 'target', 'endpoint', 'originalUrl'],
		status: ['status', 'status_code', 'statusCode', 'http_status', 'response_status', 'code'],
		took: [
			['request_time_ms', 1],
			['time_ms', 1],
			['total_time', 1],
		],
		stage: ['route', 'route_name', 'handler'],
		isGeneral: true,
	},
];
