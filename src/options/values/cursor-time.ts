import type {LogSpan} from '../../screen/state/log-span.ts';
import type {TypedTime} from '../../screen/state/store.ts';
import {parseTimeSpec, resolveTime, type TimeSpec, timesOfDay} from './time-spec.ts';

/** A time to go to: the forms of `--since`, and a time after the log's start. */
export type CursorTime = TimeSpec | {readonly type: 'after-start'; readonly ms: number};

/** Completes the error for a wrong time. */
export const cursorTimeWants = 'is not a time: use 02:14, -10m (before the end), +10m (after the start) or an ISO date';

/**
Reads `02:14`, `02:14:30`, `-10m` or `10m` (before the end), `+10m` (after the start) or an ISO date.

@returns `undefined` for anything else.
*/
export function parseCursorTime(text: string): CursorTime | undefined {
	const [, sign = '', rest = ''] = /^\s*([-+]?)(.*?)\s*$/.exec(text) ?? [];
	const spec = parseTimeSpec(rest);
	if (sign === '' || spec === undefined) {
		return spec;
	}
	return spec.type === 'ago' ? (sign === '-' ? spec : {type: 'after-start', ms: spec.ms}) : undefined;
}

/**
Resolves a time to an instant.

A time of day is the last one within the log. If there is none, it is the next one to come while the log is being read,
and otherwise the one nearest to the log.
*/
export function resolveCursorTime(time: CursorTime, {fromMs, endMs, isReading}: LogSpan, timeZone: string): number {
	switch (time.type) {
		case 'after-start':
			return fromMs + time.ms;
		case 'clock': {
			const times = timesOfDay(time.minutes, fromMs, endMs, timeZone);
			const distanceMs = (ms: number) => Math.max(fromMs - ms, isReading ? 0 : ms - endMs, 0);
			const inside = times.findLast(ms => ms >= fromMs && ms <= endMs);
			return inside ?? times.toSorted((a, b) => distanceMs(a) - distanceMs(b))[0] ?? endMs;
		}
		case 'instant':
		case 'wall':
		case 'ago':
			return resolveTime(time, endMs, timeZone);
	}
}

/** Reads a time typed on the screen. */
export function readTypedTime(text: string, span: LogSpan, timeZone: string): TypedTime {
	const time = parseCursorTime(text);
	return time === undefined
		? {type: 'problem', message: 'not a time: use 02:14, -10m (before the end), +10m (after the start) or 2024-01-16T02:14'}
		: {type: 'time', atMs: resolveCursorTime(time, span, timeZone)};
}
