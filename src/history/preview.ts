import {copyOf} from '../events/copy-of.ts';
import type {LogEvent} from '../events/event.ts';
import type {LogRow} from './row.ts';

const longestWholeText = 64 * 1024;
const longestValue = 4100; // what an opened event shows of a text, and a bit more to indicate that it continues
const mostParts = 256;
const mostDepth = 17;

/**
A row for keeping and sending: complete, or just the start and the first fields of a very long one. Otherwise a screen
full of lines of 1 MiB would put that many MiB into each frame and into every cache.

All texts are copies, because a slice would keep its whole line alive.
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
			parsed.type === 'blank' ? parsed : {...parsed, events: parsed.events.map(shortened), ...(parsed.type === 'raw' ? {text: start} : {})},
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

/** Takes entries until the room is used up. */
function firstEntries(value: object, room: Room): ReadonlyArray<readonly [string, unknown]> {
	const entries = Object.entries(Array.isArray(value) ? value.slice(0, room.parts) : value).slice(0, room.parts);
	room.parts -= entries.length;
	return entries;
}
