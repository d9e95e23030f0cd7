import type {EventKind, LogEvent} from '../../src/events/event.ts';
import {Series} from '../../src/series/series.ts';

export type TimedEvent = {readonly event: LogEvent; readonly ms: number; readonly line: number};

const empty: Omit<LogEvent, 'kind'> = {
	timeMs: undefined,
	level: 'info',
	component: undefined,
	event: undefined,
	host: undefined,
	batch: undefined,
	recordsIn: undefined,
	recordsOut: undefined,
	elapsedMs: undefined,
	throughputRps: undefined,
	circuitName: undefined,
	oldState: undefined,
	newState: undefined,
	cacheName: undefined,
	hits: undefined,
	misses: undefined,
	hitRate: undefined,
	reason: undefined,
	fields: {},
};

export function makeEvent(kind: EventKind, fields: Partial<LogEvent> = {}): LogEvent {
	return {...empty, kind, ...fields};
}

/** Events in the order of their lines, from line 1. */
export function logOf(...entries: ReadonlyArray<readonly [ms: number, kind: EventKind, fields?: Partial<LogEvent>]>): TimedEvent[] {
	return entries.map(([ms, kind, fields], index) => ({event: makeEvent(kind, fields), ms, line: index + 1}));
}

export function fold(log: readonly TimedEvent[]): Series {
	const series = new Series();
	for (const {event, ms, line} of log) {
		series.add(event, ms, {file: 0, line});
	}

	return series;
}

export const noSource = {lines: 0, eventLines: 0, rawLines: 0, blankLines: 0, events: 0, bytes: 0, oversizedLines: 0, malformedLines: 0};
export const overWindow = {atMs: undefined, windowMs: 60_000, hasTime: true, source: noSource, dialects: []};
export const overAll = {...overWindow, windowMs: undefined};
