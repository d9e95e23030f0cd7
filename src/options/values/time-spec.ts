import {parseDurationMs} from '../../events/values/duration.ts';
import {zoneClock} from '../../shared/time-zone.ts';

/**
A time as the user wrote it: an instant, a wall-clock time in the log's zone, the last such time of day in the log, or a
time before the log's end.
*/
export type TimeSpec =
	| {readonly type: 'instant'; readonly ms: number}
	/** Epoch milliseconds as if the wall clock showed UTC. */
	| {readonly type: 'wall'; readonly ms: number}
	| {readonly type: 'clock'; readonly minutes: number}
	| {readonly type: 'ago'; readonly ms: number};

const dayMs = 86_400_000;
const mostDays = 400;

/**
Reads `2h`, `22:15`, `22:15:30`, `2024-01-15` or `2024-01-15T22:15:00.5Z`.

@returns `undefined` for anything else.
*/
export function parseTimeSpec(text: string): TimeSpec | undefined {
	const clock = parseClock(text); // first, since a duration may look like a clock too
	const ms = clock === undefined ? parseDurationMs(text) : undefined;
	return clock ?? (ms === undefined ? parseIso(text) : {type: 'ago', ms});
}

/**
Resolves a time to an instant. A time of day is the last one at or before the end.

@param endMs - The newest time in the log, or now if it is live.
@param timeZone - IANA zone for a time without one.
@returns Epoch milliseconds.
*/
export function resolveTime(spec: TimeSpec, endMs: number, timeZone: string): number {
	switch (spec.type) {
		case 'instant':
			return spec.ms;
		case 'wall':
			return instantOf(spec.ms, timeZone);
		case 'ago':
			return endMs - spec.ms;
		case 'clock':
			return lastTimeOfDay(spec.minutes, endMs, timeZone);
	}
}

/**
The instants of a time of day from the last one before `fromMs` to the first after `endMs`; the newest 400 or so of
them.
*/
export function timesOfDay(minutes: number, fromMs: number, endMs: number, timeZone: string): readonly number[] {
	const lastDay = Math.floor(endMs / dayMs) + 2;
	// In the zone, the end falls on the same day as in UTC, or the day before or after.
	const firstDay = Math.max(Math.floor(fromMs / dayMs) - 2, lastDay - mostDays);
	const times: number[] = [];
	for (let day = firstDay; day <= lastDay; day++) {
		times.push(instantOf(day * dayMs + minutes * 60_000, timeZone));
	}
	return times;
}

function lastTimeOfDay(minutes: number, endMs: number, timeZone: string): number {
	return timesOfDay(minutes, endMs, endMs, timeZone).findLast(ms => ms <= endMs) ?? endMs;
}

function instantOf(wallMs: number, timeZone: string): number {
	return zoneClock(timeZone)?.instantOf(wallMs) ?? wallMs;
}

function parseClock(text: string): TimeSpec | undefined {
	const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
	if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
		return undefined;
	}
	return {type: 'clock', minutes: Number(hours) * 60 + Number(minutes) + Number(seconds) / 60};
}

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?([Zz]|[+-]\d\d:?\d\d)?)?$/;

function parseIso(text: string): TimeSpec | undefined {
	const found = iso.exec(text);
	if (found === null) {
		return undefined;
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(digits => Number(digits ?? 0));
	const midnight = Date.UTC(year, month - 1, day);
	if (month > 12 || new Date(midnight).getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
		return undefined;
	}
	const ms = midnight + hour * 3_600_000 + minute * 60_000 + second * 1000 + Number(`0.${found[7] ?? 0}`) * 1000;
	const zone = found[8];
	return zone === undefined ? {type: 'wall', ms} : {type: 'instant', ms: ms - offsetMs(zone)};
}

function offsetMs(zone: string): number {
	if (zone === 'Z' || zone === 'z') {
		return 0;
	}
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
	return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
