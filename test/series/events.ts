import type {LogEvent} from '../../src/events/event.ts';
import {emptyEvent} from '../../src/events/event-draft.ts';
import type {EventKind} from '../../src/events/kinds.ts';
import {emptyCounts} from '../../src/insight/empty-snapshot.ts';
import {Series} from '../../src/series/series.ts';

export type TimedEvent = {readonly event: LogEvent; readonly ms: number; readonly line: number};

export function makeEvent(kind: EventKind, fields: Partial<LogEvent> = {}): LogEvent {
	return {...emptyEvent, level: 'info', kind, ...fields};
}

/** Events in the order of their lines, starting with line 1. */
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

export const overWindow = {atMs: undefined, windowMs: 60_000, hasTime: true, source: emptyCounts, dialects: []};
export const overAll = {...overWindow, windowMs: undefined};
