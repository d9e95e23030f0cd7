import type {LogEvent} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import {parseLevel} from '../values/level.ts';
import {parseRatio} from '../values/quantity.ts';
import type {Dialect} from './dialect.ts';
import {quantityAt, textAt, valueAt} from './pick.ts';
import {pollyCircuit} from './polly.ts';

/**
Serilog's compact format. `@l` is omitted for Information. An event with CacheHits and CacheMisses is a cache report.
The cache's name is `CacheName`, or else the logger. Polly's events of circuits are state changes.

https://clef-json.org
*/
export const clef: Dialect = {
	name: 'clef',
	markers: ['@t'],
	decidedBy: [],
	matches: fields => textAt(fields, '@t') !== undefined,
	read: (fields, common, reading) => [
		{
			...common,
			...circuitOf(fields, common),
			timeMs: reading.time(valueAt(fields, '@t')) ?? common.timeMs,
			level: Object.hasOwn(fields, '@l') ? parseLevel(valueAt(fields, '@l')) : 'info',
			component: textAt(fields, 'SourceContext') ?? common.component,
			event: textAt(fields, '@m') ?? textAt(fields, '@mt') ?? common.event,
			host: textAt(fields, 'MachineName') ?? common.host,
			cacheName: common.cacheName ?? (isCacheReport(fields) ? (textAt(fields, 'SourceContext') ?? common.component ?? 'cache') : undefined),
			hitRate: common.hitRate ?? parseRatio(valueAt(fields, 'CacheHitRatio')),
			reason: exceptionOf(fields) ?? common.reason,
		},
	],
};

function circuitOf(fields: Fields, {kind, circuitName, newState}: LogEvent): Pick<LogEvent, 'kind' | 'circuitName' | 'newState'> {
	const circuit = pollyCircuit(fields);
	return circuit === undefined
		? {kind: kindOfClef(fields, kind), circuitName, newState}
		: {kind: 'circuit_state_change', circuitName: circuit.name, newState: circuit.state};
}

function kindOfClef(fields: Fields, kind: EventKind): EventKind {
	return kind === 'other' && isCacheReport(fields) ? 'cache_stats' : kind;
}

function isCacheReport(fields: Fields): boolean {
	return quantityAt(fields, 'CacheHits') !== undefined && quantityAt(fields, 'CacheMisses') !== undefined;
}

/** The standard has a text here, some writers an object. */
function exceptionOf(fields: Fields): string | undefined {
	const exception = valueAt(fields, '@x');
	return isFields(exception) ? textAt(exception, 'Message') : textAt(fields, '@x')?.split('\n', 1)[0];
}
