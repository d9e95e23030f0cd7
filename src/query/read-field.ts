import type {LogEvent} from '../events/event.ts';
import {readerOfPath} from '../events/field-path.ts';
import {type Canonical, canonicalOf} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';

/** Reads an event's value under one name, as it is in the event. `undefined` when there is no such value. */
export type ReadField = (event: LogEvent) => unknown;

/**
The ways to read the values under a name.

A canonical name is read from the event. An alias is read from the event and from the line (`service=checkout` is found
even if the event's component is its stage). Any other name is read from the line, first as a key, then as a path.
*/
export function readersOf(name: string): readonly ReadField[] {
	if (name.toLowerCase() === 'kind') {
		return [({kind}) => kind, fieldReader(name)];
	}
	const canonical = canonicalOf(name);
	if (canonical === undefined) {
		return [fieldReader(name)];
	}
	const read = canonicalReaders[canonical];
	return plainName(name) === plainName(canonical) ? [read] : [read, fieldReader(name)];
}

/** Reads the value at a path of the line's object. */
export function fieldReader(name: string): ReadField {
	const read = readerOfPath(name);
	return ({fields}) => read(fields);
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
