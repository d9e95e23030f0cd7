import {copyOf} from '../events/copy-of.ts';
import type {LogEvent} from '../events/event.ts';
import type {LogRow} from './row.ts';

const longestWholeText = 64 * 1024;
const longestValue = 4100; // what an opened event shows of a text, and that there is more
const mostParts = 256;
const mostDepth = 17;

/**
A row as it is kept and sent: whole, but of one that is very long the start, with its first fields. A screen full of lines of a
mebibyte would be as many mebibytes in each frame, and as many again in every cache.

All texts are copies: a slice would hold the whole line it is of.
*/
export function preview(row: LogRow): LogRow {
	const {text, parsed} = row;
	if (text.length <= longestWholeText) {
		return row;
	}
	const start = copyOf(text.slice(0, longestValue));
	return {
		...row,
		text: start,
		isCut: true,
		parsed:
			parsed.type === 'event'
				? {...parsed, events: parsed.events.map(shortened)}
				: parsed.type === 'raw'
					? {type: 'raw', text: start}
					: parsed,
	};
}

function shortened(event: LogEvent): LogEvent {
	const {component, event: name, host, batch, circuitName, cacheName, reason, fields} = event;
	return {
		...event,
		component: shortText(component),
		event: shortText(name),
		host: shortText(host),
		batch: typeof batch === 'string' ? shortText(batch) : batch,
		circuitName: shortText(circuitName),
		cacheName: shortText(cacheName),
		reason: shortText(reason),
		fields: shortFields(fields, {parts: mostParts}, 0),
	};
}

const shortText = (text: string | undefined): string | undefined => (text === undefined ? undefined : copyOf(text.slice(0, longestValue)));

type Room = {parts: number};

function shortFields(fields: LogEvent['fields'], room: Room, depth: number): LogEvent['fields'] {
	return Object.fromEntries(
		firstEntries(fields, room).map(([key, value]) => [copyOf(key.slice(0, longestValue)), shortValue(value, room, depth + 1)]),
	);
}

function shortValue(value: unknown, room: Room, depth: number): unknown {
	if (typeof value === 'string') {
		return shortText(value);
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	if (depth >= mostDepth || room.parts === 0) {
		return Array.isArray(value) ? '[…]' : '{…}';
	}
	return Array.isArray(value)
		? firstEntries(value, room).map(([, part]) => shortValue(part, room, depth + 1))
		: shortFields(Object.fromEntries(Object.entries(value).slice(0, room.parts)), room, depth);
}

/** Counts them off the room that is left. */
function firstEntries(value: object, room: Room): ReadonlyArray<readonly [string, unknown]> {
	const entries = Object.entries(Array.isArray(value) ? value.slice(0, room.parts) : value).slice(0, room.parts);
	room.parts -= entries.length;
	return entries;
}
