import type {LogEvent} from '../event.ts';
import {valueAtPath} from '../field-path.ts';
import type {Fields} from '../fields.ts';
import {parseElapsedMs, parseQuantity} from '../values/quantity.ts';
import {routeOf} from '../values/route-of.ts';
import {type Layout, layouts} from './access-layouts.ts';
import type {Dialect} from './dialect.ts';
import {valueAt} from './pick.ts';

const isMethod = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE|PROPFIND|REPORT|QUERY|PURGE)$/i;
const failedFrom = 500;

/**
Access logs: a route or a service is a stage, a request an attempt, and a status of 500 or more a failure. What a program
calls by a name of its own is not taken for a request.
*/
export const accessLogs: readonly Dialect[] = layouts.map(layout => ({
	name: layout.name,
	markers: layout.markers,
	decidedBy: layout.isGeneral === true ? layout.method : [],
	matches: fields =>
		[layout.method, layout.path, layout.status].every(paths => hasOne(fields, paths)) &&
		layout.needs?.every(key => Object.hasOwn(fields, key)) !== false &&
		layout.lacks?.some(key => Object.hasOwn(fields, key)) !== true &&
		(layout.isGeneral !== true || layout.method.some(key => isMethod.test(String(valueAt(fields, key))))),
	...(layout.bareDurationMs !== undefined && {bareDurationMs: layout.bareDurationMs}),
	read: (fields, common, reading) => {
		const request = common.kind === 'other' ? requestIn(fields, layout) : undefined;
		const time = first(fields, layout.time ?? []);
		return [
			{...common, timeMs: reading.time(time) ?? common.timeMs, ...(request === undefined ? {} : eventOf(fields, common, request, layout))},
		];
	},
}));

type HttpRequest = {readonly method: string; readonly path: string; readonly status: number};

/** The method and the path may be in one text: `GET /cart HTTP/1.1`. */
function requestIn(fields: Fields, {method, path, status}: Layout): HttpRequest | undefined {
	const [verb = ''] = textIn(fields, method).split(' ', 1);
	const target = textIn(fields, path);
	const code = parseQuantity(first(fields, status));
	return isMethod.test(verb) && target !== '' && code !== undefined && code >= 100 && code < 1000
		? {method: verb.toUpperCase(), path: target.startsWith(`${verb} `) ? (target.split(' ')[1] ?? '/') : target, status: code}
		: undefined;
}

function eventOf(fields: Fields, common: LogEvent, {method, path, status}: HttpRequest, {took, stage = [], reason = []}: Layout) {
	const hasFailed = status >= failedFrom;
	const name = stage.map(places => nameAt(fields, places)).find(text => text !== undefined);
	const elapsedMs = took.map(([at, unitMs]) => parseElapsedMs(valueAtPath(fields, at), unitMs)).find(ms => ms !== undefined);
	const why = reason.map(place => nameAt(fields, place)).find(text => text !== undefined);
	return {
		kind: hasFailed ? ('stage_failed' as const) : ('stage_completed' as const),
		level: common.level ?? (hasFailed ? 'error' : undefined),
		component: name ?? routeOf(path),
		event: `${method} ${path.split('?', 1)[0]} ${status}`,
		elapsedMs: elapsedMs ?? common.elapsedMs,
		reason: hasFailed ? (why ?? common.reason ?? `status ${status}`) : undefined,
		recordsIn: undefined,
		recordsOut: undefined,
		throughputRps: undefined,
	};
}

/** What proxies write where nothing has a name. */
const nameless: ReadonlySet<string> = new Set(['', '-', 'default', 'allow_any', 'upstream-default-backend']);

/** @param places - One path, or two that `#` joins. */
function nameAt(fields: Fields, places: string): string | undefined {
	const names = places.split('#').map(place => valueAtPath(fields, place));
	// A service of Istio: outbound|9080||reviews.shop.svc.cluster.local
	const name = names.every(text => typeof text === 'string') ? names.join('#').replace(/^[a-z]{1,16}\|\d*\|[^|]*\|(?=.)/, '') : '';
	return nameless.has(name) ? undefined : name;
}

/** Whether the object has the first key of one of the paths. */
function hasOne(fields: Fields, paths: readonly string[]): boolean {
	return paths.some(path => Object.hasOwn(fields, path) || Object.hasOwn(fields, path.split('.', 1)[0] ?? ''));
}

function textIn(fields: Fields, paths: readonly string[]): string {
	const text = first(fields, paths);
	return typeof text === 'string' ? text : '';
}

function first(fields: Fields, paths: readonly string[]): unknown {
	for (const path of paths) {
		const value = valueAtPath(fields, path);
		if (value !== undefined && value !== null && value !== '') {
			return value;
		}
	}
	return undefined;
}
