import type {Level, LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {quantityAt, textAt, valueAt} from './pick.ts';

/**
Cloudflare Logpush, HTTP requests. A request that the edge cache answered is a hit. One that it could have answered is a
miss. Dynamic requests bypass the cache and count as neither. The component is the data centre.

https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/
*/
export const cloudflare: Dialect = {
	name: 'cloudflare',
	markers: ['EdgeStartTimestamp', 'EdgeResponseStatus', 'CacheCacheStatus'],
	decidedBy: [],
	matches: fields =>
		Object.hasOwn(fields, 'RayID') || Object.hasOwn(fields, 'ClientRequestURI') || Object.hasOwn(fields, 'ClientRequestHost'),
	read: (fields, common, reading) => [
		{
			...common,
			...cacheOf(fields),
			timeMs: reading.time(valueAt(fields, 'EdgeStartTimestamp')) ?? reading.time(valueAt(fields, 'EdgeEndTimestamp')) ?? common.timeMs,
			level: levelOfStatus(quantityAt(fields, 'EdgeResponseStatus')),
			component: textAt(fields, 'EdgeColoCode') ?? common.component,
			event: requestOf(fields) ?? common.event,
			elapsedMs: quantityAt(fields, 'OriginResponseDurationMs') ?? common.elapsedMs,
		},
	],
};

const hitStatuses = new Set(['hit', 'stale', 'revalidated', 'updating']);
const missStatuses = new Set(['miss', 'expired']);

function cacheOf(fields: Fields): Pick<LogEvent, 'kind' | 'cacheName' | 'hits' | 'misses'> {
	const status = textAt(fields, 'CacheCacheStatus')?.toLowerCase() ?? '';
	const isHit = hitStatuses.has(status);
	if (!isHit && !missStatuses.has(status)) {
		return {kind: 'other', cacheName: undefined, hits: undefined, misses: undefined};
	}
	return {kind: 'cache_lookup', cacheName: 'edge', hits: isHit ? 1 : 0, misses: isHit ? 0 : 1};
}

function levelOfStatus(status: number | undefined): Level | undefined {
	if (status === undefined) {
		return undefined;
	}
	return status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
}

function requestOf(fields: Fields): string | undefined {
	const method = textAt(fields, 'ClientRequestMethod');
	const uri = textAt(fields, 'ClientRequestURI');
	return method === undefined || uri === undefined ? uri : `${method} ${uri}`;
}
