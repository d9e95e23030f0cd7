import type {LogEvent} from '../events/event.ts';
import {type Fields, isFields} from '../events/fields.ts';
import {type Canonical, canonicalOf} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';

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

/** A path of keys and of places in lists; a key may hold dots itself. */
export function fieldReader(name: string): ReadField {
	const words = name.split('.');
	if (words.length === 1) {
		return ({fields}) => ownValue(fields, name);
	}
	// For each place in the path the keys that can stand there: one word, two, and so on to the end.
	const keys = words.map((_, from) => words.slice(from).map((_, more) => words.slice(from, from + more + 1).join('.')));
	return ({fields}) => ownValue(fields, name) ?? valueAtPath(fields, keys, 0);
}

/** Foreign objects: what they inherit is no field. Most lines don't have the field, and to look is cheaper than to ask whether it is there. */
function ownValue(fields: Fields, key: string): unknown {
	const value = fields[key];
	return value !== undefined && Object.hasOwn(fields, key) ? value : undefined;
}

function valueAtPath(value: unknown, keys: ReadonlyArray<readonly string[]>, from: number): unknown {
	const next = keys[from];
	if (next === undefined) {
		return value;
	}
	if (Array.isArray(value)) {
		const [place = ''] = next;
		return /^\d{1,9}$/.test(place) ? valueAtPath(value[Number(place)], keys, from + 1) : undefined;
	}
	if (!isFields(value)) {
		return undefined;
	}
	for (const [more, key] of next.entries()) {
		const inner = ownValue(value, key);
		const found = inner === undefined ? undefined : valueAtPath(inner, keys, from + more + 1);
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
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
