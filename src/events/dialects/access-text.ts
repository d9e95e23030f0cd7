import type {Rule} from '../rules/rule.ts';
import type {Dialect} from './dialect.ts';

const request = '"(?<method>[A-Z]{3,9}) (?<path>\\S+) HTTP/[\\d.]+"';
const time = '(?:\\[(?<time>\\d\\d/\\w{3}/\\d{4}[: ][\\d:]+(?: [+-]\\d{4})?)\\] )?';
const failed = '(?<status>5\\d\\d)\\b';
const answered = '(?<status>[1-4]\\d\\d)\\b';

/** Both ends of a request: from 500 on, it failed. */
function both(name: string, match: (status: string) => string, said: Partial<Rule>): readonly Rule[] {
	const event = '{method} {path} {status}';
	return [
		{name: `${name}: failed`, match: match(failed), is: 'stage_failed', event, level: {text: 'error'}, reason: 'status', ...said},
		{name: `${name}: answered`, match: match(answered), is: 'stage_completed', event, ...said},
	];
}

/**
Requests in texts: HAProxy's, Envoy's and Istio's, and the common log format of Apache, nginx, Traefik, uvicorn, gunicorn
and others, also the combined one.

https://www.haproxy.com/documentation/haproxy-configuration-manual/latest/#8.2.3
https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string
https://httpd.apache.org/docs/2.4/logs.html#common
*/
export const accessText: Dialect = {
	name: 'access-text',
	markers: [],
	matches: () => false,
	rules: [
		...both(
			'haproxy text',
			status =>
				`\\] (?<frontend>\\S+) (?<component>[^\\s/]+)/(?<server>\\S+) (?:-?\\d+/){4}\\+?(?<took>\\d+) ${status} .*"(?<method>[A-Z]{3,9}) (?<path>\\S+) HTTP/`,
			{component: 'component', reason: 'server', elapsedMs: {field: 'took', unit: 'ms'}},
		),
		...both('envoy text', status => `${request} ${status} (?<flags>\\S+) (?:\\S+ \\S+ "[^"]*" )?\\d+ \\d+ (?<took>\\d+) `, {
			component: {field: 'path', isRoute: true},
			elapsedMs: {field: 'took', unit: 'ms'},
			reason: 'flags',
		}),
		...both('traefik text', status => `${time}${request} ${status} .* (?<took>\\d+)ms$`, {
			component: {field: 'path', isRoute: true},
			elapsedMs: {field: 'took', unit: 'ms'},
		}),
		...both('access log', status => `${time}${request} ${status}`, {component: {field: 'path', isRoute: true}}),
	],
};
