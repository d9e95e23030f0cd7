import type {LogEvent} from '../events/event.ts';
import {type Canonical, canonicalOf, isFields, plainName} from '../events/fields.ts';

/** What stands in an event under one name, as it is read there. `undefined` where there is none. */
export type ReadField = (event: LogEvent) => unknown;

/**
How the values under a name are read.

A canonical name is read from the event, an alias from the event and from the line itself (`service=checkout` is found although the event's component is its
stage), any other name from the line: as a key, then as a path.
*/
export function readersOf(name: string): readonly ReadField[] {
	const canonical = canonicalOf(name);
	if (canonical === undefined) {
		return [fieldReader(name)];
	}
	const read = canonicalReaders[canonical];
	return plainName(name) === plainName(canonical) ? [read] : [read, fieldReader(name)];
}

/** Foreign objects: only their own keys are ever read. */
export function fieldReader(name: string): ReadField {
	const path = name.split('.');
	return ({fields}) => {
		if (Object.hasOwn(fields, name)) {
			return fields[name];
		}
		return path.length === 1 ? undefined : valueAtPath(fields, path);
	};
}

function valueAtPath(fields: unknown, path: readonly string[]): unknown {
	let value = fields;
	for (const key of path) {
		if (Array.isArray(value)) {
			value = value[/^\d{1,9}$/.test(key) ? Number(key) : -1];
		} else if (isFields(value) && Object.hasOwn(value, key)) {
			value = value[key];
		} else {
			return undefined;
		}
	}
	return value;
}

const canonicalReaders: Readonly<Record<Canonical, ReadField>> = {
	timestamp: event => (event.timeMs === undefined ? undefined : new Date(event.timeMs).toISOString()),
	level: event => event.level,
	component: event => event.component,
	event: event => event.event,
	host: event => event.host,
	batch: event => event.batch,
	recordsIn: event => event.recordsIn,
	recordsOut: event => event.recordsOut,
	elapsedMs: event => event.elapsedMs,
	throughputRps: event => event.throughputRps,
	circuitName: event => event.circuitName,
	oldState: event => event.oldState,
	newState: event => event.newState,
	cacheName: event => event.cacheName,
	hits: event => event.hits,
	misses: event => event.misses,
	hitRate: event => event.hitRate,
	reason: event => event.reason,
};
