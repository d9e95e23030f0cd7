import type {LogEvent} from '../events/event.ts';
import {type Fields, isFields} from '../events/fields.ts';
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
	const canonical = canonicalOf(name);
	if (canonical === undefined) {
		return [fieldReader(name)];
	}
	const read = canonicalReaders[canonical];
	return plainName(name) === plainName(canonical) ? [read] : [read, fieldReader(name)];
}

/** Reads a path of keys and list indexes. A key may itself contain dots. */
export function fieldReader(name: string): ReadField {
	const words = name.split('.');
	if (words.length === 1) {
		return ({fields}) => ownValue(fields, name);
	}
	// For each position in the path, the keys that can start there: one word, two, and so on to the end.
	const keys = words.map((_, from) => words.slice(from).map((_, more) => words.slice(from, from + more + 1).join('.')));
	return ({fields}) => ownValue(fields, name) ?? valueAtPath(fields, keys, 0);
}

/**
Foreign objects: inherited properties are not fields. Most lines lack the field, and reading it first is cheaper than
`hasOwn`.
*/
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
